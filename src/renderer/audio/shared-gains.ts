const headerBytes = 8

/**
 * The gains g_k, written by the window and read by the audio thread without waiting: an odd sequence number says that a
 * write is under way, and a reader that meets one keeps what it had.
 */
export class SharedGains {
  readonly #sequence: Int32Array
  readonly #values: Float32Array
  #seen = -1

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#sequence = new Int32Array(buffer, 0, 1)
    this.#values = new Float32Array(buffer, headerBytes)
  }

  static create(gains: Float32Array): SharedGains {
    const shared = new SharedGains(new SharedArrayBuffer(headerBytes + gains.byteLength))
    shared.write(gains)
    return shared
  }

  write(gains: Float32Array): void {
    Atomics.add(this.#sequence, 0, 1)
    this.#values.set(gains)
    Atomics.add(this.#sequence, 0, 1)
  }

  /** Copies the gains into `out` if they are new to this reader. */
  readIfNew(out: Float32Array): boolean {
    const sequence = Atomics.load(this.#sequence, 0)
    if (sequence === this.#seen || sequence % 2 !== 0) return false
    out.set(this.#values)
    if (Atomics.load(this.#sequence, 0) !== sequence) return false
    this.#seen = sequence
    return true
  }
}
