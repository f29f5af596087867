import { FactorMasks } from './masks-of-factors'
import type { ComponentMask } from './jobs'

/** Takes out of magnitudes what some components hold of them. One is for one thread: it has scratch memory of its own. */
export class MagnitudeMasking {
  readonly #masks: FactorMasks
  readonly #gains: Float32Array
  readonly #mask: Float32Array

  /** @throws AppError 'shape-mismatch' */
  constructor({ factors, indices }: ComponentMask) {
    this.#masks = new FactorMasks(factors)
    this.#gains = new Float32Array(factors.rank)
    for (const index of indices) this.#gains[index] = 1
    this.#mask = new Float32Array(factors.binCount)
  }

  /** V(f) ← V(f)·m(f) for column n; `[offset + channel * bins + f]`, a single channel being the mean of all. */
  apply(column: number, channelCount: number, magnitudes: Float32Array, offset: number): void {
    const mask = this.#mask
    for (let channel = 0; channel < channelCount; channel++) {
      if (channel === 0 || this.#masks.isPerChannel) this.#masks.compute(column, channel, this.#gains, mask)
      const first = offset + channel * mask.length
      for (let f = 0; f < mask.length; f++) magnitudes[first + f] *= mask[f]
    }
  }
}
