/** Keeps what was used last, up to a number of bytes. The newest entry stays even when it alone is larger. */
export class ByteCache<T> {
  readonly #entries = new Map<string, { value: T; bytes: number }>()
  #bytes = 0

  constructor(private readonly limitBytes: number) {}

  get(key: string): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: T, bytes: number): void {
    this.delete(key)
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.limitBytes || oldest === key) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0
    this.#entries.delete(key)
  }
}
