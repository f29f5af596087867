const fadeMilliseconds = 80

/** Lets components go grey and come back over 80 ms instead of at once. */
export class HeardFade {
  readonly #milliseconds: number
  #off = new Float32Array(0)
  #target: readonly number[] = []
  #lastMilliseconds: number | null = null
  #hasChanged = false

  /** @param isInstant where redrawing is slow, or motion unwelcome */
  constructor(isInstant: boolean) {
    this.#milliseconds = isInstant ? 0 : fadeMilliseconds
  }

  /** 0 heard … 1 not heard, for each component, as it stands */
  get off(): Float32Array {
    return this.#off
  }

  get isSettled(): boolean {
    return this.#target.every((target, k) => target === this.#off[k])
  }

  /** Sets where to go; another number of components goes there at once. */
  setHeard(isHeard: readonly boolean[]): void {
    this.#target = isHeard.map((heard) => (heard ? 0 : 1))
    if (this.#off.length === this.#target.length) return
    this.#off = Float32Array.from(this.#target)
    this.#hasChanged = true
  }

  /** Moves on to a time; true when `off` is not what it was at the last call. */
  advance(nowMilliseconds: number): boolean {
    if (!this.isSettled) {
      const elapsed = this.#lastMilliseconds === null ? 16 : nowMilliseconds - this.#lastMilliseconds
      const step = this.#milliseconds > 0 ? elapsed / this.#milliseconds : 1
      this.#target.forEach((target, k) => {
        const distance = target - this.#off[k]
        this.#off[k] += Math.sign(distance) * Math.min(step, Math.abs(distance))
      })
      this.#hasChanged = true
    }
    this.#lastMilliseconds = this.isSettled ? null : nowMilliseconds
    const hasChanged = this.#hasChanged
    this.#hasChanged = false
    return hasChanged
  }
}
