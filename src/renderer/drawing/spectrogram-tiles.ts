import { tileColumns } from '@core/spectral/spectrogram-tile'
import type { SpectrogramSource } from './spectrogram-source'
import { columnCentreSeconds, secondsToColumn, spanSeconds, type TimeView } from './time-view'

export interface TileAddress {
  readonly level: number
  readonly tileIndex: number
}

export function tileCountAt(source: SpectrogramSource, level: number): number {
  return Math.ceil(source.columnCount / (tileColumns * 2 ** level))
}

/** The level at which a pixel covers between one and two columns; level 0 where it covers less than one. */
export function levelForView(source: SpectrogramSource, view: TimeView, widthPixels: number): number {
  const columns = (spanSeconds(view) * source.sampleRate) / source.hopSamples
  const level = Math.floor(Math.log2(columns / Math.max(1, widthPixels)))
  const coarsest = Math.ceil(Math.log2(Math.max(1, source.columnCount / tileColumns)))
  return Math.min(Math.max(0, level), coarsest)
}

/** The tiles of a level that have a part in the view, from the left. */
export function tilesInView(source: SpectrogramSource, view: TimeView, level: number): TileAddress[] {
  const columnsPerTile = tileColumns * 2 ** level
  // One column more at the left: a tile reaches up to the centre of the next one's first column.
  const first = Math.floor((secondsToColumn(view.startSeconds, source) - 2 ** level) / columnsPerTile)
  const last = Math.floor((secondsToColumn(view.endSeconds, source) + 2 ** level) / columnsPerTile)
  const tiles: TileAddress[] = []
  for (let i = Math.max(0, first); i <= Math.min(last, tileCountAt(source, level) - 1); i++) {
    tiles.push({ level, tileIndex: i })
  }
  return tiles
}

/** Centre of a tile's column; at level L that of the 2^L STFT columns joined in it. `column` may be a fraction. */
export function tileColumnSeconds(source: SpectrogramSource, tile: TileAddress, column: number): number {
  const joined = 2 ** tile.level
  return columnCentreSeconds((tile.tileIndex * tileColumns + column + 0.5) * joined - 0.5, source)
}

export function parentOf(tile: TileAddress): TileAddress {
  return { level: tile.level + 1, tileIndex: tile.tileIndex >> 1 }
}
