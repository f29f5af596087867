import { pageBytes, writePage } from './paged-samples'

/** The audio thread may read a page a moment longer than it is kept: that many others are taken before it is written again. */
const restingPages = 8

/**
 * The shared memory of pages, used again and again: the browser is in no hurry to collect shared memory that nobody refers to, and
 * a long recording would fill it.
 */
export class PageBuffers {
  readonly #used = new Map<number, SharedArrayBuffer>()
  /** the one that rested longest comes first */
  #resting: SharedArrayBuffer[] = []

  /** A buffer with the samples of a page. */
  fill(index: number, channels: readonly Float32Array[]): SharedArrayBuffer {
    this.release(index)
    const buffer = this.#take(pageBytes(channels.length))
    writePage(buffer, channels)
    this.#used.set(index, buffer)
    return buffer
  }

  release(index: number): void {
    const buffer = this.#used.get(index)
    if (buffer === undefined) return
    this.#used.delete(index)
    this.#resting.push(buffer)
  }

  /** For another clip. */
  releaseAll(): void {
    for (const index of [...this.#used.keys()]) this.release(index)
  }

  #take(byteLength: number): SharedArrayBuffer {
    this.#resting = this.#resting.filter((buffer) => buffer.byteLength === byteLength)
    const rested = this.#resting.length > restingPages ? this.#resting.shift() : undefined
    return rested ?? new SharedArrayBuffer(byteLength)
  }
}
