import type { SampleSource } from '../audio/sample-source'
import { AppError } from '../errors'
import { columnCountAt, tileColumns, tileCountAt } from '../spectral/spectrogram-tile'
import type { StftLayout } from '../spectral/stft-layout'
import { MedianShares } from './median-shares'

/** Columns of the STFT that one column of a tile looks at: all that it joins up to this, else those in their middle. */
const mostColumns = 16
const yieldColumns = 16

/** Component 0's share of each bin as bytes, 255 being all of it, column after column, bins from 0 Hz up. */
export interface ShareTile {
  readonly columnCount: number
  readonly binCount: number
  readonly shares: Uint8Array
}

/**
 * How much of a tile of the spectrogram is harmonic, for the picture of a separation by medians: a column joins 2^level columns
 * of the STFT, weighted by their magnitudes. So that a tile of a long recording takes no longer than another, no more than 16
 * neighbouring columns are looked at for each. Yields after each 16 columns of the STFT (5 to 20 ms).
 *
 * @throws AppError 'invalid-argument' when there is no such tile
 */
export function* medianShareTile(options: {
  readonly source: SampleSource
  readonly layout: StftLayout
  readonly sampleRate: number
  readonly level: number
  readonly tileIndex: number
}): Generator<void, ShareTile> {
  const { source, layout, sampleRate, level, tileIndex } = options
  if (!(tileIndex >= 0 && tileIndex < tileCountAt(layout, level))) {
    throw new AppError('invalid-argument', `no tile ${tileIndex} at level ${level}`, { level, tileIndex })
  }
  const { binCount } = layout
  const joined = 2 ** level
  const columnCount = Math.min(tileColumns, columnCountAt(layout, level) - tileIndex * tileColumns)
  const shares = new Uint8Array(columnCount * binCount)
  const medians = new MedianShares(source, layout, sampleRate)
  const share = new Float64Array(binCount)
  const parts = new Float64Array(binCount)
  const wholes = new Float64Array(binCount)
  let done = 0
  for (let column = 0; column < columnCount; column++) {
    const first = (tileIndex * tileColumns + column) * joined
    const count = Math.min(joined, layout.columnCount - first)
    const looked = Math.min(count, mostColumns)
    const begin = first + ((count - looked) >> 1)
    parts.fill(0)
    wholes.fill(0)
    for (let n = begin; n < begin + looked; n++) {
      medians.compute(n, share)
      const { magnitudes } = medians
      for (let f = 0; f < binCount; f++) {
        parts[f] += magnitudes[f] * share[f]
        wholes[f] += magnitudes[f]
      }
      if (++done % yieldColumns === 0) yield
    }
    for (let f = 0; f < binCount; f++) {
      shares[column * binCount + f] = Math.round(255 * (wholes[f] > 0 ? parts[f] / wholes[f] : 0.5))
    }
  }
  return { columnCount, binCount, shares }
}
