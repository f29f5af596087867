import { componentSharesAt } from './component-shares'
import type { ColouredSeparation } from './spectrogram-scene'
import { byteToDecibels, tileColumns } from '@core/spectral/spectrogram-tile'
import type { SpectrogramSource } from './spectrogram-source'
import { tileStoreOf } from './tile-store'
import { secondsToColumn } from './time-view'

export interface SpectrogramReading {
  readonly seconds: number
  readonly hertz: number
  /** dBFS; null while the tile is on its way */
  readonly decibels: number | null
  /** each component's share of this bin, adding up to 1; null without a separation */
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
    const { factors } = separation
    const column = Math.round(secondsToColumn(seconds, { ...separation, sampleRate: source.sampleRate }))
    return componentSharesAt(factors, (hertz / (source.sampleRate / 2)) * (factors.binCount - 1), column)
  }
}

function decibelsAt(source: SpectrogramSource, seconds: number, hertz: number): number | null {
  const store = tileStoreOf(source)
  const bin = Math.round((hertz / (source.sampleRate / 2)) * (source.binCount - 1))
  const column = Math.round(secondsToColumn(seconds, source))
  if (bin < 0 || bin >= source.binCount || column < 0 || column >= source.columnCount) return null
  for (let level = 0; level <= coarsestLevel; level++) {
    const atLevel = column >> level
    const tile = store.get({ level, tileIndex: Math.floor(atLevel / tileColumns) })
    if (tile) return byteToDecibels(tile.decibels[(atLevel % tileColumns) * tile.binCount + bin])
  }
  return null
}
