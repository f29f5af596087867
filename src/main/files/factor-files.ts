import { orderedValues, readNpy, writeNpy, type NpyArray } from '@core/audio/npy'
import { AppError } from '@core/errors'
import type { AudioReference, SeparationReference } from '@core/project/project'
import { modelOf } from '@core/separation/factor-model'
import { stftLayout } from '@core/spectral/stft-layout'
import { notAProject, type ZipEntries } from './zip-entries'

/** W and H in the memory layout of Factors. */
export interface FactorMatrices {
  readonly W: Float32Array<ArrayBuffer>
  readonly H: Float32Array<ArrayBuffer>
  /** `[channel * rank + k]` of a joint separation of the channels, else null */
  readonly channelGains: Float32Array<ArrayBuffer> | null
}

export const factorFileNames = { W: 'W.npy', H: 'H.npy', channelGains: 'channel-gains.npy' } as const

const largestNpyHeaderBytes = 2 ** 16

/** What the sizes of the factors follow from. */
export type FactorShape = Pick<SeparationReference, 'parameters' | 'binCount' | 'columnCount'>

interface ArrayForm {
  readonly shape: readonly number[]
  readonly fortranOrder: boolean
}

/**
 * The factors as NumPy files, each as it lies in memory: W (bins × K, for an NMFD bins × lags × K), H (K × columns) and, for a
 * joint separation, the gains (channels × K).
 *
 * @throws AppError 'shape-mismatch'
 */
export function factorFiles(
  separation: FactorShape,
  { W, H, channelGains }: FactorMatrices
): [name: string, bytes: Uint8Array][] {
  const write = (data: Float32Array, { shape, fortranOrder }: ArrayForm) => writeNpy(data, shape, fortranOrder)
  const files: [string, Uint8Array][] = [
    [factorFileNames.W, write(W, templateForm(separation))],
    [factorFileNames.H, write(H, activationForm(separation))]
  ]
  if (channelGains !== null) {
    const form = gainForm(separation, Math.floor(channelGains.length / separation.parameters.componentCount))
    files.push([factorFileNames.channelGains, write(channelGains, form)])
  }
  return files
}

/**
 * Reads the factors of a separation, in whichever order they were written, and checks that they are its own.
 *
 * @throws AppError 'not-a-project' {problem}
 */
export async function readFactors(
  zip: ZipEntries,
  separation: SeparationReference,
  { lengthSamples, channelCount }: AudioReference
): Promise<FactorMatrices> {
  const { parameters, binCount, columnCount } = separation
  const { windowSamples, hopSamples, method, isStereo } = parameters
  if (hopSamples * 4 !== windowSamples) throw notAProject('its hop is not a quarter of its window')
  const layout = stftLayout(lengthSamples, windowSamples, hopSamples)
  if (layout.binCount !== binCount || layout.columnCount !== columnCount) {
    throw notAProject('its separation does not fit the length of its recording')
  }
  const hasGains = method === 'nmf' && isStereo && channelCount > 1
  return {
    W: await readArray(zip, factorFileNames.W, templateForm(separation)),
    H: await readArray(zip, factorFileNames.H, activationForm(separation)),
    channelGains: hasGains
      ? await readArray(zip, factorFileNames.channelGains, gainForm(separation, channelCount))
      : null
  }
}

function templateForm({ parameters, binCount }: FactorShape): ArrayForm {
  const model = modelOf(parameters, null)
  const lags = model.kind === 'convolution' ? [model.lagCount] : []
  return { shape: [binCount, ...lags, parameters.componentCount], fortranOrder: true }
}

function activationForm({ parameters, columnCount }: FactorShape): ArrayForm {
  return { shape: [parameters.componentCount, columnCount], fortranOrder: false }
}

function gainForm({ parameters }: FactorShape, channelCount: number): ArrayForm {
  return { shape: [channelCount, parameters.componentCount], fortranOrder: false }
}

async function readArray(
  zip: ZipEntries,
  name: string,
  { shape, fortranOrder }: ArrayForm
): Promise<Float32Array<ArrayBuffer>> {
  const size = shape.reduce((product, extent) => product * extent)
  const array = parseNpy(name, await zip.read(name, largestNpyHeaderBytes + 8 * size))
  if (array.shape.join() !== shape.join()) {
    throw notAProject(`${name} is ${array.shape.join(' × ')} instead of ${shape.join(' × ')}`)
  }
  if (!array.data.every((value) => value >= 0 && value < Infinity)) throw notAProject(`${name} has impossible values`)
  return orderedValues(array, fortranOrder)
}

function parseNpy(name: string, bytes: Uint8Array): NpyArray {
  try {
    return readNpy(bytes)
  } catch (thrown) {
    const problem = `${name}: ${AppError.from(thrown).message}`
    throw new AppError('not-a-project', problem, { problem }, { cause: thrown })
  }
}
