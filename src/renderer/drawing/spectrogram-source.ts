import type { SpectrogramTile } from '@core/spectral/spectrogram-tile'

/** Where a spectrogram's pixels come from. Level L joins 2^L STFT columns by their maximum. */
export interface SpectrogramSource {
  /** another clip or window has another key */
  readonly key: string
  readonly columnCount: number
  readonly binCount: number
  readonly windowSamples: number
  readonly hopSamples: number
  readonly sampleRate: number
  readTile(level: number, tileIndex: number): Promise<SpectrogramTile>
}

export type SpectrogramMode = 'sources' | 'magma' | 'level'
