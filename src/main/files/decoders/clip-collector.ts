import type { ClipWarning } from '@core/audio/audio-clip'
import { SignalCheck } from '@core/audio/signal-check'
import { AppError } from '@core/errors'

/** What a decoder came to. Every decoder's samples have passed one ClipCollector. */
export interface DecodedStream {
  readonly sampleRate: number
  readonly channels: Float32Array[]
  /** e.g. "FLAC 24 bit" */
  readonly format: string
  readonly warnings: ClipWarning[]
}

/** Decodes a file piece by piece; yields the fraction done. To cancel, return() it. */
export type Decoding = AsyncGenerator<number, DecodedStream>

const firstCapacity = 2 ** 20

/**
 * Gathers what a decoder gives, block by block, and trusts none of it: channels that come and go or differ in length are refused,
 * impossible sample values corrected and counted.
 */
export class ClipCollector {
  readonly #check = new SignalCheck()
  #channels: Float32Array<ArrayBuffer>[] = []
  #lengthSamples = 0

  /** @param expectedSamples saves copying when it is right; a wrong one costs nothing */
  constructor(private readonly expectedSamples: number | null) {}

  get lengthSamples(): number {
    return this.#lengthSamples
  }

  /** @throws AppError 'damaged-file' */
  append(block: readonly Float32Array[]): void {
    const count = block[0]?.length ?? 0
    if (count === 0) return
    if (this.#channels.length === 0) this.#channels = block.map(() => new Float32Array(0))
    if (block.length !== this.#channels.length || block.some((channel) => channel.length !== count)) {
      const problem = 'the channels change within the recording'
      throw new AppError('damaged-file', problem, { problem })
    }
    this.#reserve(this.#lengthSamples + count)
    block.forEach((samples, channel) => {
      const target = this.#channels[channel]!.subarray(this.#lengthSamples, this.#lengthSamples + count)
      target.set(samples)
      this.#check.clean(target)
    })
    this.#lengthSamples += count
  }

  /**
   * Ends the collecting; each channel gets a buffer of exactly its length.
   *
   * @param trim samples to leave out at the beginning and at the end
   * @throws AppError 'damaged-file' when nothing is left
   */
  finish(trim = { startSamples: 0, endSamples: 0 }): { channels: Float32Array[]; warnings: ClipWarning[] } {
    const start = Math.max(0, trim.startSamples)
    const end = this.#lengthSamples - Math.max(0, trim.endSamples)
    if (end <= start) {
      const problem = 'no sample could be decoded'
      throw new AppError('damaged-file', problem, { problem })
    }
    const isExact = start === 0 && end === this.#channels[0]!.length
    const channels = isExact ? this.#channels : this.#channels.map((channel) => channel.slice(start, end))
    return { channels, warnings: this.#check.warnings }
  }

  #reserve(lengthSamples: number): void {
    const capacity = this.#channels[0]!.length
    if (lengthSamples <= capacity) return
    const expected = this.expectedSamples ?? 0
    // A file may claim any length: memory is taken for a claim only as far as sound has arrived.
    const doubled = Math.max(firstCapacity, 2 * lengthSamples)
    const grown = expected >= lengthSamples && expected <= 64 * doubled ? expected : doubled
    this.#channels = this.#channels.map((channel) => {
      const larger = new Float32Array(grown)
      larger.set(channel)
      return larger
    })
  }
}
