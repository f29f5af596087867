import type { SampleSource } from '@core/audio/sample-source'

/** Samples of each channel in one page; a power of two. */
export const pageSamples = 131_072

const pageBits = 17
const pageMask = pageSamples - 1

export function pageCountOf(lengthSamples: number): number {
  return Math.ceil(lengthSamples / pageSamples)
}

export function createPage(channels: readonly Float32Array[]): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(pageBytes(channels.length))
  writePage(buffer, channels)
  return buffer
}

export function pageBytes(channelCount: number): number {
  return channelCount * pageSamples * Float32Array.BYTES_PER_ELEMENT
}

/** A page is all of channel 0, then all of channel 1, and so on; one beyond the end is padded with zeros. */
export function writePage(buffer: SharedArrayBuffer, channels: readonly Float32Array[]): void {
  const page = new Float32Array(buffer)
  channels.forEach((samples, channel) => {
    const start = channel * pageSamples
    page.set(samples, start)
    page.fill(0, start + samples.length, start + pageSamples)
  })
}

/** Which of a clip's pages a reader has. A page may come and go; while it is missing its samples read as zeros. */
export class PagedSamples implements SampleSource {
  readonly #pages: (Float32Array | null)[]

  constructor(
    readonly channelCount: number,
    readonly lengthSamples: number
  ) {
    this.#pages = Array.from({ length: pageCountOf(lengthSamples) }, () => null)
  }

  setPage(index: number, buffer: SharedArrayBuffer | null): void {
    if (index < this.#pages.length) this.#pages[index] = buffer === null ? null : new Float32Array(buffer)
  }

  /** Whether every sample of [start, end) that lies within the clip can be read. */
  isLoaded(start: number, end: number): boolean {
    const first = Math.max(0, start)
    const last = Math.min(end, this.lengthSamples) - 1
    if (first > last) return true
    for (let page = first >> pageBits; page <= last >> pageBits; page++) {
      if (this.#pages[page] === null) return false
    }
    return true
  }

  /** Fills `out` from `start` on; zeros outside the clip. Allocates nothing: the audio thread calls it. */
  read(channel: number, start: number, out: Float32Array): void {
    const offset = channel * pageSamples
    for (let index = 0; index < out.length;) {
      const sample = start + index
      if (sample < 0 || sample >= this.lengthSamples) {
        out[index++] = 0
        continue
      }
      const page = this.#pages[sample >> pageBits]!
      const end = Math.min(out.length, index + pageSamples - (sample & pageMask), this.lengthSamples - start)
      let from = offset + (sample & pageMask)
      while (index < end) out[index++] = page === null ? 0 : page[from++]!
    }
  }
}
