import { AppError } from '../errors'

/** A two-dimensional NumPy array in the order in which it lies in memory. */
export interface NpyArray {
  readonly data: Float32Array
  readonly shape: [number, number]
  /** true: the first index runs fastest */
  readonly fortranOrder: boolean
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/**
 * A float32 array as a NumPy file, format version 1.0.
 *
 * @param shape        rows, columns
 * @param fortranOrder whether `data` is column after column
 * @throws AppError 'shape-mismatch'
 * @see numpy.lib.format
 */
export function writeNpy(data: Float32Array, shape: [number, number], fortranOrder: boolean): Uint8Array {
  const [rows, columns] = shape
  if (data.length !== rows * columns) {
    throw new AppError('shape-mismatch', `${data.length} values for ${rows} × ${columns}`, { rows, columns })
  }
  const order = fortranOrder ? 'True' : 'False'
  const description = `{'descr': '<f4', 'fortran_order': ${order}, 'shape': (${rows}, ${columns}), }`
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
 * Reads a NumPy file (versions 1 to 3) with a two-dimensional array of little-endian float32 or float64.
 *
 * @throws AppError 'damaged-file' {problem}, 'unsupported-format' {format}
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || !magic.every((byte, index) => bytes[index] === byte)) throw damaged('not a NumPy file')
  const version = bytes[6]!
  const start = version === 1 ? 10 : 12
  const dataOffset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (version < 1 || version > 3 || dataOffset > bytes.length) throw damaged('the header cannot be read')
  const header = Array.from(bytes.subarray(start, dataOffset), (byte) => String.fromCharCode(byte)).join('')

  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1]
  const shape = /'shape':\s*\(\s*(\d+)\s*,\s*(\d+)\s*,?\s*\)/.exec(header)
  if (type === undefined || order === undefined || shape === null) throw damaged('the header cannot be read')
  if (type !== '<f4' && type !== '<f8') {
    throw new AppError('unsupported-format', `a NumPy array of ${type}`, { format: `NumPy ${type}` })
  }
  const [rows, columns] = [Number(shape[1]), Number(shape[2])]
  const valueBytes = type === '<f4' ? 4 : 8
  if (bytes.length - dataOffset !== rows * columns * valueBytes) throw damaged('the values do not fill the shape')

  const data = new Float32Array(rows * columns)
  for (let i = 0; i < data.length; i++) {
    const at = dataOffset + i * valueBytes
    data[i] = type === '<f4' ? view.getFloat32(at, true) : view.getFloat64(at, true)
  }
  return { data, shape: [rows, columns], fortranOrder: order === 'True' }
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', `NumPy file: ${problem}`, { problem })
}
