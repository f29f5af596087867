import type { ClipInfo } from '@core/contract/engine'
import { createPeakPyramid, type PeakPyramid } from '../drawing/peak-pyramid'
import { blockSamples, type SampleSource } from '../drawing/sample-blocks'
import type { ShareSource, SpectrogramSource } from '../drawing/spectrogram-source'
import type { WindowSamples } from '@core/separation/parameters'
import { stftLayout } from '@core/spectral/stft-layout'
import type { EngineSession } from './engine-session'
import type { OpenDocument } from './open-document.svelte'

/** What the lanes draw of the recording itself: its peaks, and its spectrogram in tiles read on demand. */
export class Recording {
  readonly #session: EngineSession
  readonly #document: OpenDocument
  #peaks = $state.raw<PeakPyramid | null>(null)

  constructor(session: EngineSession, document: OpenDocument) {
    this.#session = session
    this.#document = document
  }

  get peaks(): PeakPyramid | null {
    return this.#peaks
  }

  /** The samples themselves, read on demand. */
  readonly #samples = $derived.by((): SampleSource | null => {
    const { clip } = this.#document
    if (clip === null) return null
    return {
      readTile: async (_level, tileIndex) => {
        const start = tileIndex * blockSamples
        const count = Math.min(blockSamples, clip.lengthSamples - start)
        const { channels } = await this.#session.read('readSamples', (clipId) => ({ clipId, start, count }))
        return { columnCount: count, binCount: channels.length * Float32Array.BYTES_PER_ELEMENT, channels }
      }
    }
  })

  get samples(): SampleSource | null {
    return this.#samples
  }

  /** The spectrogram at the window of the present separation, or of the one that is going to be made. */
  readonly #spectrogram = $derived.by((): SpectrogramSource | null => {
    const { clip } = this.#document
    return clip === null ? null : this.#spectrogramOf(clip, this.#windowSamples)
  })

  get spectrogram(): SpectrogramSource | null {
    return this.#spectrogram
  }

  readonly #windowSamples = $derived.by(
    (): WindowSamples => this.#document.project.separation?.parameters.windowSamples ?? 4096
  )

  /** Which component owns what, of a separation whose masks do not follow from W and H; null for any other. */
  readonly #shares = $derived.by((): ShareSource | null => {
    const id = this.#sharesId
    if (id === null) return null
    return {
      readTile: (level, tileIndex) =>
        this.#session.read('readShareTile', (clipId) => ({ clipId, separationId: id, level, tileIndex }), id)
    }
  })

  get shares(): ShareSource | null {
    return this.#shares
  }

  readonly #sharesId = $derived.by((): string | null =>
    this.#document.factors?.model.kind === 'medians' ? (this.#document.project.separation?.id ?? null) : null
  )

  async open(clip: ClipInfo): Promise<void> {
    this.#peaks = null
    const { samplesPerPeak, channels } = await this.#session.read('readPeaks', (clipId) => ({ clipId }))
    if (this.#document.clip === clip) this.#peaks = createPeakPyramid(channels, samplesPerPeak, clip.lengthSamples)
  }

  #spectrogramOf(clip: ClipInfo, windowSamples: WindowSamples): SpectrogramSource {
    const hopSamples = windowSamples / 4
    const layout = stftLayout(clip.lengthSamples, windowSamples, hopSamples)
    return {
      key: `${clip.sha256}-${windowSamples}`,
      columnCount: layout.columnCount,
      binCount: layout.binCount,
      windowSamples,
      hopSamples,
      sampleRate: clip.sampleRate,
      readTile: (level, tileIndex) =>
        this.#session.read('readSpectrogramTile', (clipId) => ({ clipId, windowSamples, level, tileIndex }))
    }
  }
}
