import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import type { ClipWarning } from '@core/audio/audio-clip'
import { SignalCheck } from '@core/audio/signal-check'
import { AppError } from '@core/errors'
import { blockSamples, createBlock } from './sample-blocks'
import { SampleStore, type SampleData } from './sample-store'
import { TemporaryFile } from './temporary-file'

/** Decoded samples up to this size stay in memory, twelve minutes of stereo at 44.1 kHz; more go to a temporary file. */
export const defaultMemoryLimitBytes = 256 * 2 ** 20

export interface FinishedSamples {
  readonly store: SampleStore
  /** per channel minimum and maximum of each 256 samples, see computePeaks */
  readonly peaks: Float32Array<ArrayBuffer>[]
  readonly warnings: ClipWarning[]
}

export interface SampleWriterOptions {
  readonly memoryLimitBytes: number
  /** where the temporary file is made; the system's own folder when left out */
  readonly temporaryFolder?: string
  /** what is claimed, if anything is: when it is too much for memory, it goes to the file from the first block on */
  readonly expectedSamples?: number | null
  /** that many at the beginning are left out */
  readonly skipSamples?: number
}

/**
 * Gathers what a decoder gives, block by block, and trusts none of it: channels that come and go or differ in length are refused,
 * impossible sample values corrected and counted. Peaks are measured on the way.
 */
export class SampleWriter {
  readonly #check = new SignalCheck()
  readonly #peaks: Float32Array[][] = []
  #skipSamples: number
  #channelCount = 0
  #lengthSamples = 0
  #block: Float32Array = new Float32Array(0)
  /** the full blocks while they fit into memory */
  #buffers: SharedArrayBuffer[] = []
  #file: TemporaryFile | null = null

  constructor(private readonly options: SampleWriterOptions) {
    this.#skipSamples = Math.max(0, options.skipSamples ?? 0)
  }

  /** How many samples were kept so far. */
  get lengthSamples(): number {
    return this.#lengthSamples
  }

  /** @throws AppError 'damaged-file' {problem}, 'file-unwritable' {reason, temporaryFolder} */
  append(channels: readonly Float32Array[]): void {
    const count = channels[0]?.length ?? 0
    if (count === 0) return
    if (this.#channelCount === 0) this.#channelCount = channels.length
    if (channels.length !== this.#channelCount || channels.some((channel) => channel.length !== count)) {
      throw damaged('the channels change within the recording')
    }
    const skipped = Math.min(count, this.#skipSamples)
    this.#skipSamples -= skipped
    for (let at = skipped; at < count;) {
      const offset = this.#lengthSamples % blockSamples
      const run = Math.min(count - at, blockSamples - offset)
      if (offset === 0) this.#startBlock()
      channels.forEach((samples, channel) => {
        const start = channel * blockSamples + offset
        this.#block.set(samples.subarray(at, at + run), start)
        this.#check.clean(this.#block.subarray(start, start + run))
      })
      at += run
      this.#lengthSamples += run
      if (offset + run === blockSamples) this.#endBlock(blockSamples)
    }
  }

  /**
   * Ends the gathering; the store is the caller's.
   *
   * @param dropEndSamples that many at the end are left out
   * @throws AppError 'damaged-file' when nothing is left, 'file-unwritable' {reason, temporaryFolder}
   */
  finish(sampleRate: number, dropEndSamples = 0): FinishedSamples {
    const lengthSamples = this.#lengthSamples - Math.max(0, dropEndSamples)
    if (lengthSamples <= 0) throw damaged('no sample could be decoded')
    const rest = this.#lengthSamples % blockSamples
    if (rest > 0) this.#endBlock(rest)
    const shape = { sampleRate, channelCount: this.#channelCount, lengthSamples }
    const store = new SampleStore({ ...shape, place: this.#place() }, () => this.discard())
    return { store, peaks: joinPeaks(this.#peaks, store), warnings: this.#check.warnings }
  }

  /** Lets go of everything; for a decoding that was given up. */
  discard(): void {
    this.#file?.close()
    this.#buffers = []
  }

  #startBlock(): void {
    const wanted = Math.max((this.#buffers.length + 1) * blockSamples, this.options.expectedSamples ?? 0)
    const bytes = wanted * this.#channelCount * Float32Array.BYTES_PER_ELEMENT
    if (this.#file === null && bytes > this.options.memoryLimitBytes) this.#moveToFile()
    if (this.#file !== null) return
    const buffer = createBlock(this.#channelCount)
    this.#buffers.push(buffer)
    this.#block = new Float32Array(buffer)
  }

  #endBlock(count: number): void {
    this.#peaks.push(measurePeaks(this.#block, this.#channelCount, count))
    this.#file?.append(interleave(this.#block, this.#channelCount, count))
  }

  #moveToFile(): void {
    this.#file = new TemporaryFile(this.options.temporaryFolder)
    for (const buffer of this.#buffers) {
      this.#file.append(interleave(new Float32Array(buffer), this.#channelCount, blockSamples))
    }
    this.#buffers = []
    this.#block = new Float32Array(this.#channelCount * blockSamples)
  }

  #place(): SampleData['place'] {
    if (this.#file === null) return { kind: 'memory', blocks: this.#buffers }
    const { descriptor } = this.#file
    return { kind: 'file', descriptor, dataOffset: 0, encoding: { encoding: 'float', sampleBytes: 4 }, file: null }
  }
}

/** Minimum and maximum of each 256 samples of a block, one array per channel. */
function measurePeaks(block: Float32Array, channelCount: number, count: number): Float32Array[] {
  return Array.from({ length: channelCount }, (_, channel) => {
    const start = channel * blockSamples
    return computePeaks(block.subarray(start, start + count), basePeakSamples)
  })
}

/** The peaks of whole blocks joined; those of the rest are measured on what is in the store in the end. */
function joinPeaks(blocks: readonly Float32Array[][], store: SampleStore): Float32Array<ArrayBuffer>[] {
  const { channelCount, lengthSamples } = store
  const wholeBlocks = Math.floor(lengthSamples / blockSamples)
  const rest = new Float32Array(lengthSamples - wholeBlocks * blockSamples)
  return Array.from({ length: channelCount }, (_, channel) => {
    const peaks = new Float32Array(2 * Math.ceil(lengthSamples / basePeakSamples))
    const blockPeaks = (2 * blockSamples) / basePeakSamples
    for (let block = 0; block < wholeBlocks; block++) peaks.set(blocks[block]![channel]!, block * blockPeaks)
    store.read(channel, wholeBlocks * blockSamples, rest)
    peaks.set(computePeaks(rest, basePeakSamples), wholeBlocks * blockPeaks)
    return peaks
  })
}

function interleave(block: Float32Array, channelCount: number, count: number): Uint8Array {
  const samples = new Float32Array(count * channelCount)
  for (let channel = 0; channel < channelCount; channel++) {
    const start = channel * blockSamples
    for (let i = 0; i < count; i++) samples[i * channelCount + channel] = block[start + i]!
  }
  return new Uint8Array(samples.buffer)
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', problem, { problem })
}
