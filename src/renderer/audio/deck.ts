import { AudioGraph } from './audio-graph'
import type { PageBuffers } from './page-buffers'
import { PageLoader } from './page-loader'
import { pageBytes } from './paged-samples'
import { PlaybackStatus } from './playback-status'
import type { FromWorklet } from './worklet-protocol'

/** What the player needs of a clip: its facts, and its samples piece by piece. */
export interface PlayableClip {
  readonly sampleRate: number
  readonly channelCount: number
  readonly lengthSamples: number
  readSamples(start: number, count: number): Promise<readonly Float32Array[]>
}

export interface DeckListener {
  onMessage(message: FromWorklet): void
  onFailure(): void
  /** samples arrive, or do not */
  onLoading(): void
}

/** An open clip: everything that must go when it is closed. */
export interface Deck {
  readonly sampleRate: number
  readonly lengthSamples: number
  readonly status: PlaybackStatus
  readonly graph: AudioGraph
  readonly loader: PageLoader
}

/** Samples beyond this are kept only around the playhead. */
const samplesLimitBytes = 256 * 2 ** 20

/**
 * Makes a clip playable; its samples come when the loader is started.
 *
 * @throws AppError 'audio-output-failed'
 */
export async function openDeck(clip: PlayableClip, buffers: PageBuffers, listener: DeckListener): Promise<Deck> {
  const { sampleRate, channelCount, lengthSamples } = clip
  const status = PlaybackStatus.create(channelCount)
  const graph = await AudioGraph.create(
    sampleRate,
    { channelCount, lengthSamples, status: status.buffer, messages: [] },
    { onMessage: (message) => listener.onMessage(message), onFailure: () => listener.onFailure() }
  )
  const loader = new PageLoader({
    lengthSamples,
    limitPages: Math.floor(samplesLimitBytes / pageBytes(channelCount)),
    readSamples: (start, count) => clip.readSamples(start, count),
    onPage: (index, channels) => {
      if (channels === null) buffers.release(index)
      graph.post({ type: 'page', index, buffer: channels === null ? null : buffers.fill(index, channels) })
    },
    onChange: () => listener.onLoading()
  })
  return { sampleRate, lengthSamples, status, graph, loader }
}
