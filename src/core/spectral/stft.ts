import { AppError } from '../errors'
import { Fft } from './fft'
import { columnStart, type StftLayout } from './stft-layout'
import { hannWindow, overlapWeights } from './window'

/**
 * Short-time Fourier transform with a periodic Hann window, X(f, n) = Σ_t w(t)·x(start_n + t)·exp(−2πi·ft/window).
 *
 * @returns column after column, each 2·binCount values re, im, re, im, …, unscaled
 * @throws  AppError 'shape-mismatch'
 */
export function computeStft(samples: Float32Array, layout: StftLayout): Float32Array {
  requireLength(samples.length, layout.lengthSamples)
  const { windowSamples, binCount, columnCount } = layout
  const fft = new Fft(windowSamples)
  const window = hannWindow(windowSamples)
  const signal = new Float64Array(2 * windowSamples)
  const spectrum = new Float64Array(2 * windowSamples)
  const X = new Float32Array(2 * binCount * columnCount)
  for (let column = 0; column < columnCount; column++) {
    const start = columnStart(layout, column)
    for (let t = 0; t < windowSamples; t++) signal[2 * t] = window[t] * (samples[start + t] ?? 0)
    fft.forward(signal, spectrum)
    X.set(spectrum.subarray(0, 2 * binCount), 2 * binCount * column)
  }
  return X
}

/**
 * Inverse of computeStft by overlap-add with the same window, divided by the overlapping squared windows: the least-squares
 * signal, and the signal itself (error below 1e-6 of full scale) when X was not changed.
 *
 * @param X as computeStft returns it
 * @throws  AppError 'shape-mismatch'
 * @see     Griffin & Lim 1984, IEEE Transactions on Acoustics, Speech, and Signal Processing 32(2)
 */
export function invertStft(X: Float32Array, layout: StftLayout): Float32Array {
  const { windowSamples, hopSamples, lengthSamples, binCount, columnCount } = layout
  requireLength(X.length, 2 * binCount * columnCount)
  const fft = new Fft(windowSamples)
  const window = hannWindow(windowSamples)
  const weights = overlapWeights(window, hopSamples)
  const signal = new Float64Array(2 * windowSamples)
  const spectrum = new Float64Array(2 * windowSamples)
  const sums = new Float64Array(lengthSamples)
  for (let column = 0; column < columnCount; column++) {
    const offset = 2 * binCount * column
    for (let i = 0; i < 2 * binCount; i++) spectrum[i] = X[offset + i]
    for (let bin = 1; bin < binCount - 1; bin++) {
      spectrum[2 * (windowSamples - bin)] = X[offset + 2 * bin]
      spectrum[2 * (windowSamples - bin) + 1] = -X[offset + 2 * bin + 1]
    }
    fft.inverse(spectrum, signal)
    const start = columnStart(layout, column)
    const from = Math.max(0, -start)
    const to = Math.min(windowSamples, lengthSamples - start)
    for (let t = from; t < to; t++) sums[start + t] += window[t] * signal[2 * t]
  }
  return Float32Array.from(sums, (sum, sample) => sum / weights[sample % hopSamples])
}

function requireLength(length: number, expected: number): void {
  if (length !== expected)
    throw new AppError('shape-mismatch', `${length} values, expected ${expected}`, { length, expected })
}
