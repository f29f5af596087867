import { lagCountOf, type Factors } from '@core/separation/factors'
import type { ColouredSeparation } from './spectrogram-scene'
import { tileColumns } from '@core/spectral/spectrogram-tile'
import type { SpectrogramSource } from './spectrogram-source'
import { tileColumnSeconds, type TileAddress } from './spectrogram-tiles'
import { secondsToColumn } from './time-view'

/**
 * The activations under a tile's columns, for the mask w_k h_k / Σ w_k h_k: the mean over the STFT columns that each of the
 * tile's columns joins; for templates of several columns once for each lag τ, h_k(n − τ). The factorized STFT may have another
 * window than the spectrogram.
 *
 * @returns (rank · lags × 257) row after row, row k · lags + τ; a row's last value belongs to the next tile's first column
 */
export function activationsUnderTile(
  separation: Pick<ColouredSeparation, 'factors' | 'windowSamples' | 'hopSamples'>,
  source: SpectrogramSource,
  tile: TileAddress
): Float32Array {
  const { factors } = separation
  const width = tileColumns + 1
  const timing = { ...separation, sampleRate: source.sampleRate }
  const lagCount = lagCountOf(factors)
  const activations = new Float32Array(factors.rank * lagCount * width)
  for (let column = 0; column < width; column++) {
    const edge = (offset: number) => secondsToColumn(tileColumnSeconds(source, tile, column + offset), timing)
    // A column n of the factorized STFT stands for n − ½ … n + ½.
    const from = clampColumn(Math.round(edge(-0.5) + 0.5), factors)
    const to = Math.max(from, clampColumn(Math.round(edge(0.5) + 0.5) - 1, factors))
    for (let row = 0; row < factors.rank * lagCount; row++) {
      const lag = row % lagCount
      const first = ((row - lag) / lagCount) * factors.columnCount - lag
      let sum = 0
      for (let n = Math.max(from, lag); n <= to; n++) sum += factors.H[first + n]
      activations[row * width + column] = sum / (to - from + 1)
    }
  }
  return activations
}

function clampColumn(column: number, factors: Factors): number {
  return Math.min(Math.max(0, column), factors.columnCount - 1)
}

/**
 * How much of one bin in one column belongs to each component, in the mean of the channels: w_k h_k / Σ w_k h_k, for templates
 * of several columns Σ_τ w_k(τ) h_k(n − τ) instead; 0 everywhere where nothing sounds.
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
  const lagCount = lagCountOf(factors)
  for (let k = 0; k < rank; k++) {
    for (let lag = 0; lag < lagCount && lag <= n; lag++) {
      const template = (k * lagCount + lag) * binCount
      const weight = W[template + left] * (1 - part) + W[template + right] * part
      shares[k] += weight * H[k * columnCount + n - lag]
    }
    total += shares[k]
  }
  if (total > 0) for (let k = 0; k < rank; k++) shares[k] /= total
  return shares
}
