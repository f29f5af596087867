import type { AudioClip } from '../audio/audio-clip'
import { computeMagnitudes } from '../spectral/magnitudes'
import { stftLayout } from '../spectral/stft-layout'
import { factorize, type Factorization } from './nmf'
import type { NmfProblem } from './nmf-memory'
import type { SeparationParameters } from './parameters'
import type { StftLayout } from '../spectral/stft-layout'

export type SeparateProgress =
  | { readonly phase: 'spectrogram'; readonly columnsDone: number; readonly columnCount: number }
  | {
      readonly phase: 'factorizing'
      readonly iteration: number
      readonly iterationCount: number
      readonly cost: number
    }

/** The factorization that the parameters ask for on a clip's spectrogram. */
export function nmfProblem(layout: StftLayout, parameters: SeparationParameters): NmfProblem {
  return {
    binCount: layout.binCount,
    columnCount: layout.columnCount,
    rank: parameters.componentCount,
    beta: parameters.beta,
    iterationCount: parameters.iterationCount,
    seed: parameters.seed
  }
}

/**
 * The whole way from samples to factors on one thread: spectrogram, then factorization. Yields after each block of columns and
 * each iteration; stop pulling to cancel. The factors are those that several threads give, bit for bit.
 *
 * @throws AppError as stftLayout, computeMagnitudes and factorize do
 */
export function* separate(
  clip: AudioClip,
  parameters: SeparationParameters
): Generator<SeparateProgress, Factorization> {
  const layout = stftLayout(clip.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const { binCount, columnCount } = layout
  const { iterationCount } = parameters
  const V = new Float32Array(binCount * columnCount)
  for (const columnsDone of computeMagnitudes(clip, layout, V)) yield { phase: 'spectrogram', columnsDone, columnCount }
  const steps = factorize(V, nmfProblem(layout, parameters))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield { phase: 'factorizing', iterationCount, ...step.value }
  }
}
