import type { SampleSource } from '../audio/sample-source'
import { AppError } from '../errors'
import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import type { ColumnMasks } from './masks'
import { MedianShares } from './median-shares'

/**
 * Soft masks of what is steady in time (component 0) and what is broad in frequency (component 1), from median filters over
 * the recording itself, for all channels alike: m(f) = g_1 + (g_0 − g_1)·share_0(f). See MedianShares.
 */
export class MedianMasks implements ColumnMasks {
  readonly isPerChannel = false
  readonly reachColumns: number
  readonly #shares: MedianShares
  readonly #share: Float64Array

  /** @throws AppError 'shape-mismatch' */
  constructor(options: { source: SampleSource; factors: Factors; layout: StftLayout; sampleRate: number }) {
    const { source, factors, layout, sampleRate } = options
    if (factors.rank !== 2) throw new AppError('shape-mismatch', `${factors.rank} components of two medians`)
    this.#shares = new MedianShares(source, layout, sampleRate)
    this.#share = new Float64Array(layout.binCount)
    this.reachColumns = this.#shares.reachColumns
  }

  compute(column: number, _channel: number, gains: Float32Array, mask: Float32Array): void {
    const share = this.#share
    this.#shares.compute(column, share)
    const percussive = gains[1]
    const difference = gains[0] - percussive
    for (let f = 0; f < share.length; f++) mask[f] = percussive + difference * share[f]
  }
}
