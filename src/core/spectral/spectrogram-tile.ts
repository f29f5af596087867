import type { AudioClip } from '../audio/audio-clip'
import { MagnitudeAnalysis } from './magnitudes'
import type { StftLayout } from './stft-layout'

/** Columns of one tile; only the last one of a level has fewer. */
export const tileColumns = 256

/** Decibels of 256 columns as bytes, column after column, bins from 0 Hz up. */
export interface SpectrogramTile {
  readonly columnCount: number
  readonly binCount: number
  readonly decibels: Uint8Array
}

/** Byte b stands for (b − 255)/2 dBFS: 255 is full scale or more, 0 is −127.5 dB or less. */
export function magnitudeToByte(magnitude: number): number {
  const byte = Math.round(255 + 40 * Math.log10(magnitude))
  return byte < 0 ? 0 : byte > 255 ? 255 : byte
}

/** What a spectrogram shows from darkest to brightest, in dBFS, unless a person sets it otherwise. */
export const displayDecibels = { low: -78, high: -12 } as const

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
  const decibels = new Uint8Array(magnitudes.length)
  for (let i = 0; i < decibels.length; i++) decibels[i] = magnitudeToByte(magnitudes[i])
  return { columnCount: count, binCount, decibels }
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

/** One tile by itself, from the samples; for many tiles use SpectrogramPyramid. */
export function computeSpectrogramTile(
  clip: AudioClip,
  layout: StftLayout,
  level: number,
  tileIndex: number
): SpectrogramTile {
  const analysis = new MagnitudeAnalysis(clip, layout)
  const tileAt = (at: number, index: number): SpectrogramTile => {
    if (at === 0) return computeBaseTile(analysis, index)
    const hasRight = 2 * index + 1 < tileCountAt(layout, at - 1)
    return joinTiles(tileAt(at - 1, 2 * index), hasRight ? tileAt(at - 1, 2 * index + 1) : null)
  }
  return tileAt(level, tileIndex)
}
