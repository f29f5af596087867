import { createHash } from 'node:crypto'
import { AppError } from '@core/errors'
import type { Factors } from '@core/separation/factors'
import type { SeparationParameters } from '@core/separation/parameters'
import { stftLayout } from '@core/spectral/stft-layout'
import { ByteCache } from './byte-cache'
import type { StemPeaks } from './stem-peaks'

const stemPeaksLimitBytes = 64 * 2 ** 20

export interface Separation {
  readonly id: string
  readonly parameters: SeparationParameters
  readonly factors: Factors
}

/** The separations of one clip, by id, and the peaks of the stems that were asked for. */
export class ResultStore {
  readonly stemPeaks = new ByteCache<StemPeaks>(stemPeaksLimitBytes)
  readonly #separations = new Map<string, Separation>()

  put(separation: Separation): void {
    this.#separations.set(separation.id, separation)
  }

  /** @throws AppError 'unknown-id' {separationId} */
  get(separationId: string): Separation {
    const separation = this.#separations.get(separationId)
    if (separation === undefined) {
      throw new AppError('unknown-id', `there is no separation ${separationId}`, { separationId })
    }
    return separation
  }
}

/** A name for a result that is the same wherever the same result comes out: files written from it do not differ. */
export function separationId(parameters: SeparationParameters, factors: Factors): string {
  const hash = createHash('sha256').update(JSON.stringify(parameters))
  for (const matrix of [factors.W, factors.H]) {
    hash.update(new Uint8Array(matrix.buffer, matrix.byteOffset, matrix.byteLength))
  }
  return hash.digest('hex').slice(0, 24)
}

/** Factors in memory of their own, as a port needs them: neither shared nor a view of something larger. */
export function copyFactors({ rank, binCount, columnCount, W, H }: Factors) {
  return { rank, binCount, columnCount, W: W.slice(), H: H.slice() }
}

/**
 * Checks factors that come from outside against the recording and the parameters that they claim.
 *
 * @throws AppError 'shape-mismatch', 'negative-value'
 */
export function checkFactors(factors: Factors, parameters: SeparationParameters, lengthSamples: number): void {
  const layout = stftLayout(lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const { rank, binCount, columnCount, W, H } = factors
  if (
    rank !== parameters.componentCount ||
    binCount !== layout.binCount ||
    columnCount !== layout.columnCount ||
    W.length !== binCount * rank ||
    H.length !== rank * columnCount
  ) {
    const message =
      `factors of ${binCount} bins × ${rank} × ${columnCount} columns (${W.length}, ${H.length} values) ` +
      `for a recording of ${layout.binCount} bins × ${layout.columnCount} columns`
    throw new AppError('shape-mismatch', message, { binCount, rank, columnCount })
  }
  for (const [name, matrix] of [['W', W] as const, ['H', H] as const]) {
    const index = matrix.findIndex((value) => !(value >= 0 && value < Infinity))
    if (index >= 0) {
      throw new AppError('negative-value', `${name} holds ${matrix[index]}`, {
        matrix: name,
        value: String(matrix[index])
      })
    }
  }
}

/** @throws AppError 'invalid-argument': the hop must be a quarter of the window */
export function checkParameters({ windowSamples, hopSamples }: SeparationParameters): void {
  if (hopSamples * 4 === windowSamples) return
  const message = `hop ${hopSamples} is not a quarter of window ${windowSamples}`
  throw new AppError('invalid-argument', message, {
    argument: 'The hop',
    value: hopSamples,
    problem: `it is a quarter of the window, ${windowSamples / 4} samples`
  })
}
