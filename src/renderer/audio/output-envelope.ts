import { applyGains, gainAt, type PlacedGain } from '@core/audio/timed-gain'

const none: readonly PlacedGain[] = []

/**
 * Gains over time on the player's output. A change while it sounds glides over a ramp, so that it does not click; one that comes
 * during a glide waits for its end.
 */
export class OutputEnvelope {
  readonly #ramp: Float32Array
  #gains = none
  #former = none
  #next: readonly PlacedGain[] | null = null
  /** the place in the ramp; its end: no glide */
  #place: number

  /** @param ramp see cosineRamp */
  constructor(ramp: Float32Array) {
    this.#ramp = ramp
    this.#place = ramp.length - 1
  }

  set(gains: readonly PlacedGain[]): void {
    if (this.#isGliding) {
      this.#next = gains
      return
    }
    this.#former = this.#gains
    this.#gains = gains
    this.#place = 0
  }

  /** Nothing sounds: what is gliding is there. */
  settle(): void {
    this.#gains = this.#next ?? this.#gains
    this.#next = null
    this.#place = this.#ramp.length - 1
  }

  /** Multiplies the next samples, which begin with sample `from` of the clip. Allocates nothing. */
  apply(channels: readonly Float32Array[], count: number, from: number): void {
    if (!this.#isGliding) return applyGains(channels, count, from, this.#gains)
    for (let i = 0; i < count; i++) {
      const former = productAt(this.#former, from + i)
      const factor = former + (productAt(this.#gains, from + i) - former) * this.#ramp[this.#place]!
      for (let channel = 0; channel < channels.length; channel++) channels[channel]![i] *= factor
      if (this.#isGliding) this.#place++
    }
    if (this.#isGliding || this.#next === null) return
    const next = this.#next
    this.#next = null
    this.set(next)
  }

  /** The same, without a glide: for what is mixed to the output later. */
  applySettled(channels: readonly Float32Array[], count: number, from: number): void {
    applyGains(channels, count, from, this.#gains)
  }

  get #isGliding(): boolean {
    return this.#place < this.#ramp.length - 1
  }
}

function productAt(gains: readonly PlacedGain[], sample: number): number {
  let product = 1
  for (let index = 0; index < gains.length; index++) product *= gainAt(gains[index]!, sample)
  return product
}
