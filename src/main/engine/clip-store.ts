import { randomUUID } from 'node:crypto'
import type { ClipInfo } from '@core/contract/engine'
import { AppError } from '@core/errors'
import type { SpectrogramPyramid } from '@core/spectral/spectrogram-pyramid'
import type { SampleStore } from '../files/samples/sample-store'
import { ByteCache } from './byte-cache'
import { ResultStore } from './result-store'
import type { Peaks } from './stem-peaks'

const pyramidLimitBytes = 256 * 2 ** 20

/** A decoded recording and everything computed from it. */
export class OpenClip {
  readonly results = new ResultStore()
  readonly pyramids = new ByteCache<SpectrogramPyramid>(pyramidLimitBytes)
  isClosed = false

  constructor(
    readonly info: ClipInfo,
    readonly audio: SampleStore,
    readonly peaks: Peaks,
    /** the file it was read from: an export must not replace it */
    readonly path: string
  ) {}
}

/** The open recordings of one connection, by id. */
export class ClipStore {
  readonly #clips = new Map<string, OpenClip>()

  add(info: Omit<ClipInfo, 'clipId'>, audio: SampleStore, peaks: Peaks, path: string): OpenClip {
    // Random, so that an id from before a restart of the engine never names another recording.
    const clip = new OpenClip({ ...info, clipId: randomUUID() }, audio, peaks, path)
    this.#clips.set(clip.info.clipId, clip)
    return clip
  }

  /** @throws AppError 'unknown-id' {clipId} */
  get(clipId: string): OpenClip {
    const clip = this.#clips.get(clipId)
    if (clip === undefined) throw new AppError('unknown-id', `there is no clip ${clipId}`, { clipId })
    return clip
  }

  /** Forgets a clip; what still runs on it is cancelled. */
  close(clipId: string): void {
    const clip = this.get(clipId)
    clip.isClosed = true
    clip.audio.close()
    this.#clips.delete(clipId)
  }

  closeAll(): void {
    for (const clipId of [...this.#clips.keys()]) this.close(clipId)
  }
}
