import type { Factors } from '@core/separation/factors'
import type { ColouredSeparation } from './spectrogram-scene'
import { tileColumns } from '@core/spectral/spectrogram-tile'
import type { SpectrogramSource } from './spectrogram-source'
import { tileColumnSeconds, type TileAddress } from './spectrogram-tiles'
import { secondsToColumn } from './time-view'

/**
 * The activations under a tile's columns, for the mask w_k h_k / Σ w_k h_k: the mean over the STFT columns that each of the
 * tile's columns joins. The factorized STFT may have another window than the spectrogram.
 *
 * @returns (rank × 257) row after row; the last value of a row belongs to the next tile's first column
 */
export function activationsUnderTile(
  separation: Pick<ColouredSeparation, 'factors' | 'windowSamples' | 'hopSamples'>,
  source: SpectrogramSource,
  tile: TileAddress
): Float32Array {
  const { factors } = separation
  const width = tileColumns + 1
  const timing = { ...separation, sampleRate: source.sampleRate }
  const activations = new Float32Array(factors.rank * width)
  for (let column = 0; column < width; column++) {
    const edge = (offset: number) => secondsToColumn(tileColumnSeconds(source, tile, column + offset), timing)
    // A column n of the factorized STFT stands for n − ½ … n + ½.
    const from = clampColumn(Math.round(edge(-0.5) + 0.5), factors)
    const to = Math.max(from, clampColumn(Math.round(edge(0.5) + 0.5) - 1, factors))
    for (let k = 0; k < factors.rank; k++) {
      let sum = 0
      for (let n = from; n <= to; n++) sum += factors.H[k * factors.columnCount + n]
      activations[k * width + column] = sum / (to - from + 1)
    }
  }
  return activations
}

function clampColumn(column: number, factors: Factors): number {
  return Math.min(Math.max(0, column), factors.columnCount - 1)
}

/**
 * How much of one bin in one column belongs to each component: w_k h_k / Σ w_k h_k, 0 everywhere where nothing sounds.
 *
 * @param bin    0 … binCount − 1, may be a fraction
 * @param column 0 … columnCount − 1
 */
export function componentSharesAt(factors: Factors, bin: number, column: number): Float32Array {
  const { rank, binCount, columnCount, W, H } = factors
  const left = Math.min(Math.max(0, Math.floor(bin)), binCount - 1)
  const right = Math.min(left + 1, binCount - 1)
  const part = Math.min(Math.max(0, bin - left), 1)
  const n = clampColumn(column, factors)
  const shares = new Float32Array(rank)
  let total = 0
  for (let k = 0; k < rank; k++) {
    const weight = W[k * binCount + left] * (1 - part) + W[k * binCount + right] * part
    shares[k] = weight * H[k * columnCount + n]
    total += shares[k]
  }
  if (total > 0) for (let k = 0; k < rank; k++) shares[k] /= total
  return shares
}
