import type { RecordedSamples } from '@core/audio/sample-source'
import type { AudioClip } from '@core/audio/audio-clip'
import { AppError } from '@core/errors'
import { openFileBlocks, type FileBlocks } from './file-blocks'
import { blockSamples, createBlock, memoryBlocks, readBlocks, type SampleBlocks } from './sample-blocks'

/**
 * Where the samples of a decoded recording lie, as plain data: a thread of this process opens its own reader from it, see
 * `openSamples`. Samples in memory are shared; a file is shared by its descriptor, which threads have in common.
 */
export interface SampleData {
  readonly sampleRate: number
  readonly channelCount: number
  readonly lengthSamples: number
  readonly place:
    | { readonly kind: 'memory'; readonly blocks: readonly SharedArrayBuffer[] }
    | ({ readonly kind: 'file' } & FileBlocks)
}

/** The samples of a decoded recording, wherever they lie. */
export class SampleStore implements RecordedSamples {
  readonly sampleRate: number
  readonly channelCount: number
  readonly lengthSamples: number
  readonly #blocks: SampleBlocks
  readonly #release: () => void
  /** the owner and everyone who works on it */
  #holders = 1
  #isClosed = false

  /** @param release lets go of what lies behind the data */
  constructor(
    readonly data: SampleData,
    release: () => void
  ) {
    this.sampleRate = data.sampleRate
    this.channelCount = data.channelCount
    this.lengthSamples = data.lengthSamples
    this.#blocks = blocksOf(data)
    this.#release = release
  }

  /**
   * Fills `out` with the samples from `start` on; zeros outside the recording.
   *
   * @throws AppError 'file-changed' {name, path}, 'file-unreadable' {name, path, reason}; 'unknown-id' when it is closed and
   *   nobody holds it
   */
  read(channel: number, start: number, out: Float32Array): void {
    this.#requireOpen()
    readBlocks(this.#blocks, this, channel, start, out)
  }

  /**
   * Keeps the samples open beyond `close` for work that still goes on, until the returned function is called.
   *
   * @throws AppError 'unknown-id' when it is closed
   */
  hold(): () => void {
    this.#requireOpen()
    this.#holders++
    let isHeld = true
    return () => {
      if (isHeld) this.#letGo()
      isHeld = false
    }
  }

  close(): void {
    if (!this.#isClosed) this.#letGo()
    this.#isClosed = true
  }

  #requireOpen(): void {
    if (this.#holders === 0) throw new AppError('unknown-id', 'the recording was closed')
  }

  #letGo(): void {
    if (--this.#holders === 0) this.#release()
  }
}

/** A reader of its own for a thread. It is good as long as the store that the data came from is open or held. */
export function openSamples(data: SampleData): RecordedSamples {
  const blocks = blocksOf(data)
  const { sampleRate, channelCount, lengthSamples } = data
  const read: RecordedSamples['read'] = (channel, start, out) => readBlocks(blocks, data, channel, start, out)
  return { sampleRate, channelCount, lengthSamples, read }
}

/** A store in shared memory of samples that are there already. */
export function storeClip({ sampleRate, lengthSamples, channels }: AudioClip): SampleStore {
  const blocks = Array.from({ length: Math.ceil(lengthSamples / blockSamples) }, (_, index) => {
    const block = createBlock(channels.length)
    channels.forEach((samples, channel) => {
      const run = samples.subarray(index * blockSamples, (index + 1) * blockSamples)
      new Float32Array(block).set(run, channel * blockSamples)
    })
    return block
  })
  const place = { kind: 'memory', blocks } as const
  return new SampleStore({ sampleRate, channelCount: channels.length, lengthSamples, place }, () => undefined)
}

function blocksOf(data: SampleData): SampleBlocks {
  return data.place.kind === 'memory' ? memoryBlocks(data.place.blocks) : openFileBlocks(data.place, data)
}
