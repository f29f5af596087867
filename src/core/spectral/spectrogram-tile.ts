import { magnitudesToBytes } from './decibel-bytes'
import type { MagnitudeAnalysis } from './magnitudes'
import type { StftLayout } from './stft-layout'

/** Columns of one tile; only the last one of a level has fewer. */
export const tileColumns = 256

/** Decibels of 256 columns as bytes, column after column, bins from 0 Hz up. */
export interface SpectrogramTile {
  readonly columnCount: number
  readonly binCount: number
  readonly decibels: Uint8Array
}

/** What a spectrogram shows from darkest to brightest, in dBFS, unless a person sets it otherwise. */
export const displayDecibels = { low: -78, high: -12 } as const

/** The decibels of a tile's byte, see magnitudeToByte. */
export function byteToDecibels(byte: number): number {
  return (byte - 255) / 2
}

/** Columns of a level: each joins 2^level columns of the STFT. */
export function columnCountAt(layout: StftLayout, level: number): number {
  return Math.ceil(layout.columnCount / 2 ** level)
}

export function tileCountAt(layout: StftLayout, level: number): number {
  return Math.ceil(columnCountAt(layout, level) / tileColumns)
}

/** Columns [tileIndex·256, +256) of the STFT itself. */
export function computeBaseTile(analysis: MagnitudeAnalysis, tileIndex: number): SpectrogramTile {
  const { binCount, columnCount } = analysis.layout
  const first = tileIndex * tileColumns
  const count = Math.min(tileColumns, columnCount - first)
  const magnitudes = new Float32Array(count * binCount)
  analysis.compute(first, count, magnitudes, 0)
  return { columnCount: count, binCount, decibels: magnitudesToBytes(magnitudes) }
}

/** Each column is the maximum of two columns of the level below, whose one or two neighbouring tiles are given. */
export function joinTiles(left: SpectrogramTile, right: SpectrogramTile | null): SpectrogramTile {
  const { binCount } = left
  const joinedColumns = (tile: SpectrogramTile): number => Math.ceil(tile.columnCount / 2)
  const columnCount = joinedColumns(left) + (right ? joinedColumns(right) : 0)
  const decibels = new Uint8Array(columnCount * binCount)
  let offset = 0
  for (const tile of right ? [left, right] : [left]) {
    for (let column = 0; column < tile.columnCount; column++) {
      const from = column * binCount
      const to = offset + (column >> 1) * binCount
      for (let bin = 0; bin < binCount; bin++) {
        if (tile.decibels[from + bin] > decibels[to + bin]) decibels[to + bin] = tile.decibels[from + bin]
      }
    }
    offset += joinedColumns(tile) * binCount
  }
  return { columnCount, binCount, decibels }
}

/** STFT columns of which a column of a sampled tile is the maximum. */
const samplesPerColumn = 8
/** A piece takes some ten milliseconds: as long a request for samples waits that comes meanwhile. */
const pieceColumns = 4

/** The finest level that can be sampled: below it a column joins hardly more than would be looked at. */
export const firstSampledLevel = 4

/**
 * A coarse tile that was not joined from the finer ones: each column is the maximum of 8 columns of the STFT, evenly spread over
 * the 2^level that it stands for, so it costs the same at every level, and may be a little darker than the joined one. Yields
 * before each few columns.
 */
export function* sampleTile(
  analysis: MagnitudeAnalysis,
  level: number,
  tileIndex: number
): Generator<void, SpectrogramTile> {
  const { layout } = analysis
  const { binCount } = layout
  const stride = 2 ** level / samplesPerColumn
  const first = tileIndex * tileColumns
  const columnCount = Math.min(tileColumns, columnCountAt(layout, level) - first)
  const magnitudes = new Float32Array(pieceColumns * samplesPerColumn * binCount)
  const largest = new Float32Array(columnCount * binCount)
  for (let done = 0; done < columnCount; done += pieceColumns) {
    yield
    const start = (first + done) * 2 ** level
    const wanted = Math.min(pieceColumns, columnCount - done) * samplesPerColumn
    const count = Math.min(wanted, Math.ceil((layout.columnCount - start) / stride))
    analysis.compute(start, count, magnitudes, 0, stride)
    for (let i = 0; i < count; i++) {
      const to = (done + Math.floor(i / samplesPerColumn)) * binCount
      const from = i * binCount
      for (let bin = 0; bin < binCount; bin++) {
        if (magnitudes[from + bin] > largest[to + bin]) largest[to + bin] = magnitudes[from + bin]
      }
    }
  }
  return { columnCount, binCount, decibels: magnitudesToBytes(largest) }
}
