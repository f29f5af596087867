import { AppError } from '../errors'

/** Where the columns of a short-time Fourier transform lie on a signal. */
export interface StftLayout {
  readonly windowSamples: number
  readonly hopSamples: number
  readonly lengthSamples: number
  /** window/2 + 1, from 0 Hz to the Nyquist frequency */
  readonly binCount: number
  readonly columnCount: number
}

/**
 * Layout in which every sample lies in exactly window/hop columns: columnCount = ceil((length + window)/hop) − 1.
 *
 * @param windowSamples a power of two
 * @param hopSamples    a divisor of the window, at most half of it
 * @throws AppError 'invalid-argument'
 */
export function stftLayout(lengthSamples: number, windowSamples: number, hopSamples: number): StftLayout {
  const isPowerOfTwo = Number.isInteger(Math.log2(windowSamples)) && windowSamples >= 4
  const isDivisor = Number.isInteger(hopSamples) && hopSamples > 0 && windowSamples % hopSamples === 0
  if (!isPowerOfTwo || !isDivisor || hopSamples > windowSamples / 2) {
    throw new AppError('invalid-argument', `window ${windowSamples}, hop ${hopSamples}`, { windowSamples, hopSamples })
  }
  if (!Number.isInteger(lengthSamples) || lengthSamples < 1) {
    throw new AppError('invalid-argument', `length ${lengthSamples}`, { lengthSamples })
  }
  return {
    windowSamples,
    hopSamples,
    lengthSamples,
    binCount: windowSamples / 2 + 1,
    columnCount: Math.ceil((lengthSamples + windowSamples) / hopSamples) - 1
  }
}

/** First sample of a column, (column + 1)·hop − window: before 0 and beyond the end the signal is padded with zeros. */
export function columnStart(layout: StftLayout, column: number): number {
  return (column + 1) * layout.hopSamples - layout.windowSamples
}
