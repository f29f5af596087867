import { AppError } from '../errors'

/**
 * Hann window, w(t) = (1 − cos(2πt/size)) / 2.
 * Periodic, not symmetric: only so do its squares, shifted by size/4, add to the constant 1.5.
 */
export function hannWindow(size: number): Float32Array {
  const window = new Float32Array(size)
  for (let t = 0; t < size; t++) window[t] = 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / size)
  return window
}

/**
 * Σ_j w(t + j·hop)² for each t in one hop: what overlap-add with the same window for analysis and synthesis multiplies a
 * signal by.
 *
 * @throws AppError 'invalid-argument' when some sample would be weighted by 0, so that it could not be recovered
 */
export function overlapWeights(window: Float32Array, hopSamples: number): Float64Array {
  const weights = new Float64Array(hopSamples)
  for (let t = 0; t < window.length; t++) weights[t % hopSamples] += window[t] ** 2
  if (weights.some((weight) => weight < 1e-3)) {
    throw new AppError('invalid-argument', `window ${window.length} with hop ${hopSamples} leaves samples uncovered`, {
      windowSamples: window.length,
      hopSamples
    })
  }
  return weights
}
