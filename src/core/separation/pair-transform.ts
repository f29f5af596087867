import type { SampleSource } from '../audio/sample-source'
import { Fft } from '../spectral/fft'
import { applyMask, applyMasks } from './mask-spectrum'
import type { WienerFilter } from './wiener-filter'

/** One column of two channels on its way through masks: read, windowed, transformed, changed, transformed back, overlap-added. */
export class PairTransform {
  readonly #fft: Fft
  readonly #signal: Float64Array
  readonly #spectrum: Float64Array
  readonly #segments: readonly [Float32Array, Float32Array]

  /** @param window the same for analysis and synthesis */
  constructor(private readonly window: Float64Array) {
    const { length } = window
    this.#fft = new Fft(length)
    this.#signal = new Float64Array(2 * length)
    this.#spectrum = new Float64Array(2 * length)
    this.#segments = [new Float32Array(length), new Float32Array(length)]
  }

  /** segments ← a channel and, if there is one, the next, from sample `start` on */
  read(source: SampleSource, channel: number, start: number): void {
    source.read(channel, start, this.#segments[0])
    if (channel + 1 < source.channelCount) source.read(channel + 1, start, this.#segments[1])
    else this.#segments[1].fill(0)
  }

  /** signal ← gain · the two windowed segments */
  scale(gain: number): void {
    const [first, second] = this.#segments
    const window = this.window
    const signal = this.#signal
    for (let t = 0; t < window.length; t++) {
      const weight = gain * window[t]
      signal[2 * t] = weight * first[t]
      signal[2 * t + 1] = weight * second[t]
    }
  }

  /** signal ← the two windowed segments, filtered by one mask or by one each */
  mask(first: Float32Array, second?: Float32Array): void {
    this.scale(1)
    this.#fft.forward(this.#signal, this.#spectrum)
    if (second === undefined) applyMask(this.#spectrum, first)
    else applyMasks(this.#spectrum, first, second)
    this.#fft.inverse(this.#spectrum, this.#signal)
  }

  /** signal ← the two windowed segments, filtered together, and then by a mask or not */
  filter(filter: WienerFilter, column: number, gains: Float32Array, mask: Float32Array | null): void {
    this.scale(1)
    this.#fft.forward(this.#signal, this.#spectrum)
    filter.apply(column, gains, this.#spectrum)
    if (mask !== null) applyMask(this.#spectrum, mask)
    this.#fft.inverse(this.#spectrum, this.#signal)
  }

  /** sums ← sums + windowed signal of the first or second channel, in a ring, of the samples from `from` on */
  overlapAdd(sums: Float64Array, part: 0 | 1, start: number, from: number): void {
    const window = this.window
    const signal = this.#signal
    const ringMask = sums.length - 1
    for (let t = Math.max(0, from - start); t < window.length; t++) {
      sums[(start + t) & ringMask] += window[t] * signal[2 * t + part]
    }
  }
}
