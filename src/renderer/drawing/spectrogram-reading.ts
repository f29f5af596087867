import { componentSharesAt } from './component-shares'
import type { ColouredSeparation } from './spectrogram-scene'
import { byteToDecibels, tileColumns } from '@core/spectral/spectrogram-tile'
import type { ShareSource, SpectrogramSource, TileSource } from './spectrogram-source'
import { tileStoreOf } from './tile-store'
import { secondsToColumn } from './time-view'

export interface SpectrogramReading {
  readonly seconds: number
  readonly hertz: number
  /** dBFS; null while the tile is on its way */
  readonly decibels: number | null
  /** each component's share of this bin, adding up to 1; null without a separation, or while the tile is on its way */
  readonly componentShares: Float32Array | null
}

const coarsestLevel = 16

/** What a spectrogram holds at a point, from the finest tile that has been loaded. */
export function readSpectrogram(at: {
  readonly source: SpectrogramSource
  readonly separation: ColouredSeparation | null
  readonly seconds: number
  readonly hertz: number
}): SpectrogramReading {
  const { source, separation, seconds, hertz } = at
  return { seconds, hertz, decibels: decibelsAt(source, seconds, hertz), componentShares: sharesAt() }

  function sharesAt(): Float32Array | null {
    if (!separation) return null
    const { factors, shares } = separation
    if (shares) {
      const isSameStft = source.windowSamples === separation.windowSamples
      return isSameStft ? medianSharesAt(shares, source, seconds, hertz) : null
    }
    const column = Math.round(secondsToColumn(seconds, { ...separation, sampleRate: source.sampleRate }))
    return componentSharesAt(factors, (hertz / (source.sampleRate / 2)) * (factors.binCount - 1), column)
  }
}

function decibelsAt(source: SpectrogramSource, seconds: number, hertz: number): number | null {
  return byteAt(source, source, seconds, hertz, ({ decibels }, place) => byteToDecibels(decibels[place]))
}

function medianSharesAt(
  shares: ShareSource,
  source: SpectrogramSource,
  seconds: number,
  hertz: number
): Float32Array | null {
  return byteAt(shares, source, seconds, hertz, (tile, place) => {
    const share = tile.shares[place] / 255
    return Float32Array.of(share, 1 - share)
  })
}

/** What the finest tile that has been loaded holds at a point; tiles of any kind lie where those of the spectrogram do. */
function byteAt<Tile extends { readonly columnCount: number; readonly binCount: number }, Value>(
  tiles: TileSource<Tile>,
  source: SpectrogramSource,
  seconds: number,
  hertz: number,
  valueAt: (tile: Tile, place: number) => Value
): Value | null {
  const store = tileStoreOf(tiles)
  const bin = Math.round((hertz / (source.sampleRate / 2)) * (source.binCount - 1))
  const column = Math.round(secondsToColumn(seconds, source))
  if (bin < 0 || bin >= source.binCount || column < 0 || column >= source.columnCount) return null
  for (let level = 0; level <= coarsestLevel; level++) {
    const atLevel = column >> level
    const tile = store.get({ level, tileIndex: Math.floor(atLevel / tileColumns) })
    if (tile) return valueAt(tile, (atLevel % tileColumns) * tile.binCount + bin)
  }
  return null
}
