const windowSeconds = 0.5
/** Less than one render quantum at any usual rate, more than the resolution of Date.now. */
const toleranceSeconds = 0.0025
/** More than this is the clock being set, or the machine that slept. */
const longestDropoutSeconds = 1

/**
 * Counts dropouts by the lag of audio time behind wall-clock time. Blocks are rendered in bursts, so single lags scatter; but
 * the least lag of half a second stays where it is, and moves up for good when the output had to go on without us. Several
 * dropouts within one half second count as one.
 */
export class DropoutMeter {
  count = 0
  #baseline = Number.NaN
  #least = Infinity
  #windowEnd = Number.NaN

  /** Begins anew, for after a pause: the time in between says nothing. */
  restart(): void {
    this.#baseline = Number.NaN
    this.#least = Infinity
    this.#windowEnd = Number.NaN
  }

  /** To be told of each block as it is rendered. */
  observe(audioSeconds: number, wallSeconds: number): void {
    if (Number.isNaN(this.#windowEnd)) this.#windowEnd = audioSeconds + windowSeconds
    this.#least = Math.min(this.#least, wallSeconds - audioSeconds)
    if (audioSeconds < this.#windowEnd) return
    const rise = this.#least - this.#baseline
    if (rise > toleranceSeconds && rise < longestDropoutSeconds) this.count++
    this.#baseline = this.#least
    this.#least = Infinity
    this.#windowEnd = audioSeconds + windowSeconds
  }
}
