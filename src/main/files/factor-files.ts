import { readNpy, writeNpy } from '@core/audio/npy'
import { AppError } from '@core/errors'
import type { AudioReference, SeparationReference } from '@core/project/project'
import { stftLayout } from '@core/spectral/stft-layout'
import { notAProject, type ZipEntries } from './zip-entries'

/** W and H in the memory layout of Factors. */
export interface FactorMatrices {
  readonly W: Float32Array
  readonly H: Float32Array
}

const largestNpyHeaderBytes = 2 ** 16

/**
 * The factors as NumPy files: W (bins × K) and H (K × columns), both as they lie in memory.
 *
 * @throws AppError 'shape-mismatch'
 */
export function factorFiles(
  separation: SeparationReference,
  { W, H }: FactorMatrices
): [name: string, bytes: Uint8Array][] {
  const { binCount, columnCount, parameters } = separation
  return [
    ['W.npy', writeNpy(W, [binCount, parameters.componentCount], true)],
    ['H.npy', writeNpy(H, [parameters.componentCount, columnCount], false)]
  ]
}

/**
 * Reads the factors of a separation, in whichever order they were written, and checks that they are its own.
 *
 * @throws AppError 'not-a-project' {problem}
 */
export async function readFactors(
  zip: ZipEntries,
  { parameters, binCount, columnCount }: SeparationReference,
  { lengthSamples }: AudioReference
): Promise<FactorMatrices> {
  const { windowSamples, hopSamples, componentCount } = parameters
  if (hopSamples * 4 !== windowSamples) throw notAProject('its hop is not a quarter of its window')
  const layout = stftLayout(lengthSamples, windowSamples, hopSamples)
  if (layout.binCount !== binCount || layout.columnCount !== columnCount) {
    throw notAProject('its separation does not fit the length of its recording')
  }
  const W = await readMatrix(zip, 'W.npy', [binCount, componentCount], true)
  const H = await readMatrix(zip, 'H.npy', [componentCount, columnCount], false)
  return { W, H }
}

async function readMatrix(
  zip: ZipEntries,
  name: string,
  [rows, columns]: [number, number],
  fortranOrder: boolean
): Promise<Float32Array> {
  const array = parseNpy(name, await zip.read(name, largestNpyHeaderBytes + 8 * rows * columns))
  if (array.shape[0] !== rows || array.shape[1] !== columns) {
    throw notAProject(`${name} is ${array.shape.join(' × ')} instead of ${rows} × ${columns}`)
  }
  if (!array.data.every((value) => value >= 0 && value < Infinity)) throw notAProject(`${name} has impossible values`)
  if (array.fortranOrder === fortranOrder) return array.data
  const [outer, inner] = fortranOrder ? [columns, rows] : [rows, columns]
  return array.data.map((_, index) => array.data[(index % inner) * outer + Math.floor(index / inner)]!)
}

function parseNpy(name: string, bytes: Uint8Array): ReturnType<typeof readNpy> {
  try {
    return readNpy(bytes)
  } catch (thrown) {
    const problem = `${name}: ${AppError.from(thrown).message}`
    throw new AppError('not-a-project', problem, { problem }, { cause: thrown })
  }
}
