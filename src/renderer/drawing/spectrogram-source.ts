import type { ShareTile } from '@core/separation/share-tile'
import type { SpectrogramTile } from '@core/spectral/spectrogram-tile'

/** Where tiles come from: a byte for each bin of 256 columns, each joining 2^level columns of an STFT. */
export interface TileSource<Tile> {
  readTile(level: number, tileIndex: number): Promise<Tile>
}

/** Where a spectrogram's pixels come from. Columns are joined by their maximum. */
export interface SpectrogramSource extends TileSource<SpectrogramTile> {
  /** another clip or window has another key */
  readonly key: string
  readonly columnCount: number
  readonly binCount: number
  readonly windowSamples: number
  readonly hopSamples: number
  readonly sampleRate: number
}

/** Component 0's share of each bin of the STFT that was separated. */
export type ShareSource = TileSource<ShareTile>

export type SpectrogramMode = 'sources' | 'magma' | 'level'
