import { resampleByOverlap } from '../math/overlap-resampling'
import type { StftLayout } from '../spectral/stft-layout'
import { lagCountOf, productModel, type FactorModel, type Factors } from './factors'
import type { WarmFactors } from './plan-request'
import { templateOf } from './templates'

/**
 * Factors of an earlier separation as a start of another one of the same recording: templates resampled over frequency, activations
 * over time, when the transform differs; each template keeps its sum, each activation its integral over time. Templates of several
 * columns become their sum over the lags, their activations what they set off. The same transform and model give the very same
 * values.
 *
 * @param isJoint whether the channels have a model with gains: where the former one had none, all are 1
 * @returns       'product' or 'stereo' factors of the layout
 */
export function fitFactors(warm: WarmFactors, layout: StftLayout, channelCount: number, isJoint: boolean): Factors {
  const { rank, ...flat } = withoutLags(warm.factors)
  const isSame = warm.windowSamples === layout.windowSamples && warm.hopSamples === layout.hopSamples
  const W = isSame ? flat.W : templatesInBins(flat.W, rank, layout.binCount)
  const H = isSame ? flat.H : activationsInColumns(flat.H, rank, warm, layout)
  const model: FactorModel = !isJoint
    ? productModel
    : flat.model.kind === 'stereo'
      ? flat.model
      : { kind: 'stereo', channelGains: new Float32Array(channelCount * rank).fill(1) }
  return { rank, binCount: layout.binCount, columnCount: layout.columnCount, model, W, H }
}

/**
 * Templates over other bins of the same range of frequencies, 0 Hz to the Nyquist frequency, their sums kept.
 *
 * @param W (former bins × rank)
 * @returns (binCount × rank)
 */
export function templatesInBins(W: Float32Array, rank: number, binCount: number): Float32Array {
  const former = W.length / rank
  if (former === binCount) return W
  const out = new Float32Array(rank * binCount)
  for (let k = 0; k < rank; k++) {
    const template = W.subarray(k * former, (k + 1) * former)
    out.set(resampleByOverlap(template, binEdges(former), binEdges(binCount)), k * binCount)
  }
  return out
}

/** Edges of the bins as shares of the range: halfway between their frequencies, the first and the last cut at its ends. */
function binEdges(binCount: number): Float64Array {
  return Float64Array.from({ length: binCount + 1 }, (_, f) =>
    Math.min(1, Math.max(0, (f - 0.5) / Math.max(1, binCount - 1)))
  )
}

function activationsInColumns(H: Float32Array, rank: number, warm: WarmFactors, layout: StftLayout): Float32Array {
  const former = H.length / rank
  const { columnCount, hopSamples } = layout
  const fromEdges = columnEdges(former, warm)
  const toEdges = columnEdges(columnCount, layout)
  const out = new Float32Array(rank * columnCount)
  for (let k = 0; k < rank; k++) {
    const activation = H.subarray(k * former, (k + 1) * former)
    const resampled = resampleByOverlap(activation, fromEdges, toEdges)
    // the windows reach beyond the recording by different lengths: what lay there comes back as level
    const level = (sum(activation) * warm.hopSamples) / (sum(resampled) * hopSamples)
    if (!(level > 0 && level < Infinity)) continue
    for (let n = 0; n < columnCount; n++) out[k * columnCount + n] = level * resampled[n]
  }
  return out
}

/** Edges of the columns in samples, halfway between the middles of their windows. */
function columnEdges(columnCount: number, transform: { windowSamples: number; hopSamples: number }): Float64Array {
  const { windowSamples, hopSamples } = transform
  return Float64Array.from({ length: columnCount + 1 }, (_, n) => (n + 0.5) * hopSamples - windowSamples / 2)
}

/** Templates of one column: of several their sum over the lags, and the activations spread out by what each lag holds. */
function withoutLags(factors: Factors): Factors {
  const { rank, binCount, columnCount } = factors
  const lagCount = lagCountOf(factors)
  if (lagCount === 1) return factors
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  for (let k = 0; k < rank; k++) {
    W.set(templateOf(factors, k), k * binCount)
    for (let lag = 0; lag < lagCount; lag++) {
      const first = (k * lagCount + lag) * binCount
      const share = sum(factors.W.subarray(first, first + binCount))
      for (let n = lag; n < columnCount; n++) H[k * columnCount + n] += share * factors.H[k * columnCount + n - lag]
    }
  }
  return { ...factors, model: productModel, W, H }
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0)
}
