import { AppError } from '../errors'

/** A NumPy array of one to three dimensions, in the order in which it lies in memory. */
export interface NpyArray {
  readonly data: Float32Array<ArrayBuffer>
  readonly shape: readonly number[]
  /** true: the first index runs fastest */
  readonly fortranOrder: boolean
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const mostDimensions = 3

/**
 * A float32 array as a NumPy file, format version 1.0.
 *
 * @param fortranOrder whether the first index of `data` runs fastest, as in a matrix that lies column after column
 * @throws AppError 'shape-mismatch'
 * @see numpy.lib.format
 */
export function writeNpy(data: Float32Array, shape: readonly number[], fortranOrder: boolean): Uint8Array {
  if (data.length !== sizeOf(shape)) {
    throw new AppError('shape-mismatch', `${data.length} values for ${shape.join(' × ')}`, { values: data.length })
  }
  const order = fortranOrder ? 'True' : 'False'
  const description = `{'descr': '<f4', 'fortran_order': ${order}, 'shape': ${tuple(shape)}, }`
  const headerBytes = Math.ceil((10 + description.length + 1) / 64) * 64
  const header = `${description.padEnd(headerBytes - 11)}\n`
  const bytes = new Uint8Array(headerBytes + 4 * data.length)
  bytes.set([...magic, 1, 0, header.length & 0xff, header.length >> 8])
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i)
  const view = new DataView(bytes.buffer, headerBytes)
  for (let i = 0; i < data.length; i++) view.setFloat32(4 * i, data[i]!, true)
  return bytes
}

/**
 * Reads a NumPy file (versions 1 to 3) with an array of one to three dimensions of little-endian float32 or float64.
 *
 * @throws AppError 'damaged-file' {problem}, 'unsupported-format' {format}
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || !magic.every((byte, index) => bytes[index] === byte)) throw damaged('it is no NumPy file')
  const version = bytes[6]!
  const start = version === 1 ? 10 : 12
  const dataOffset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (version < 1 || version > 3 || dataOffset > bytes.length) throw damaged('its header cannot be read')
  const header = Array.from(bytes.subarray(start, dataOffset), (byte) => String.fromCharCode(byte)).join('')

  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1]
  const extents = /'shape':\s*\(((?:\s*\d+\s*,?)*)\s*\)/.exec(header)?.[1]
  if (type === undefined || order === undefined || extents === undefined) throw damaged('its header cannot be read')
  const shape = (extents.match(/\d+/g) ?? []).map(Number)
  if (type !== '<f4' && type !== '<f8') {
    throw new AppError('unsupported-format', `a NumPy array of ${type}`, { format: `a NumPy array of type ${type}` })
  }
  if (shape.length < 1 || shape.length > mostDimensions) {
    const format = `a NumPy array of ${shape.length} dimensions`
    throw new AppError('unsupported-format', format, { format })
  }
  const size = sizeOf(shape)
  const valueBytes = type === '<f4' ? 4 : 8
  if (bytes.length - dataOffset !== size * valueBytes) throw damaged('its values do not fill its shape')

  const data = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    const at = dataOffset + i * valueBytes
    data[i] = type === '<f4' ? view.getFloat32(at, true) : view.getFloat64(at, true)
  }
  return { data, shape, fortranOrder: order === 'True' }
}

/** The values of an array in the order asked for; its own memory when they lie so already. */
export function orderedValues(
  { data, shape, fortranOrder }: NpyArray,
  wantsFortranOrder: boolean
): Float32Array<ArrayBuffer> {
  if (fortranOrder === wantsFortranOrder || shape.filter((extent) => extent !== 1).length < 2) return data
  // Strides, in the given memory, of the index that runs fastest in the new one, then the next, then the slowest.
  const strides = shape.map((_, axis) => sizeOf(fortranOrder ? shape.slice(0, axis) : shape.slice(axis + 1)))
  const axes = shape.map((_, axis) => (wantsFortranOrder ? axis : shape.length - 1 - axis))
  const [fast, middle, slow] = [0, 1, 2].map((place) => {
    const axis = axes[place]
    return axis === undefined ? { extent: 1, stride: 0 } : { extent: shape[axis]!, stride: strides[axis]! }
  }) as [Run, Run, Run]
  const ordered = new Float32Array(data.length)
  let at = 0
  for (let i = 0; i < slow.extent; i++) {
    for (let j = 0; j < middle.extent; j++) {
      const first = i * slow.stride + j * middle.stride
      for (let k = 0; k < fast.extent; k++) ordered[at++] = data[first + k * fast.stride]!
    }
  }
  return ordered
}

interface Run {
  readonly extent: number
  readonly stride: number
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1)
}

/** As Python writes a tuple: with a comma after a single entry. */
function tuple(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', `NumPy file: ${problem}`, { problem })
}
