import { AppError } from '../errors'
import { lagCountOf, type Factors } from './factors'
import type { ColumnMasks } from './masks'

// one block of templates' bins and both sums stay in the first-level cache
const blockBins = 512
const numerator = new Float64Array(blockBins)
const denominator = new Float64Array(blockBins)

// products of three positive float32 are at least 1e-135: this decides only where every product is exactly 0
const nothing = 1e-300

/**
 * Soft masks from W and H, m(f) = Σ_i g_i·w_i(f)·a_i / Σ_i w_i(f)·a_i over the templates that sound in column n:
 *
 * product      w_k with a_k = h_k(n)
 * stereo       w_k with a_k = q_ck·h_k(n); a channel that the model does not know has q = 1, the mean of the channels
 * convolution  every column w_k(·, τ) of a template with a_kτ = h_k(n − τ)
 *
 * W, H and the channel gains may change at any time, even while a column is computed: every product goes into both sums, so the
 * masks of a column still sum to one.
 */
export class FactorMasks implements ColumnMasks {
  readonly isPerChannel: boolean
  readonly reachColumns = 0
  readonly #factors: Factors
  readonly #lagCount: number
  readonly #channelGains: Float32Array | null
  /** of the templates that sound: where they begin in W, their height a_i and their gain g_i */
  readonly #offsets: Int32Array
  readonly #heights: Float64Array
  readonly #gains: Float64Array

  /** @throws AppError 'shape-mismatch' */
  constructor(factors: Factors) {
    const { rank, binCount, W, H, columnCount, model } = factors
    this.#factors = factors
    this.#lagCount = lagCountOf(factors)
    this.#channelGains = model.kind === 'stereo' ? model.channelGains : null
    this.isPerChannel = model.kind === 'stereo'
    const gainCount = this.#channelGains?.length ?? 0
    if (W.length !== rank * this.#lagCount * binCount || H.length !== rank * columnCount || gainCount % rank !== 0) {
      const shapes = `W of ${W.length}, H of ${H.length}, ${gainCount} channel gains`
      throw new AppError('shape-mismatch', `${shapes} for ${rank} components, ${binCount} × ${columnCount}`)
    }
    this.#offsets = new Int32Array(rank * this.#lagCount)
    this.#heights = new Float64Array(rank * this.#lagCount)
    this.#gains = new Float64Array(rank * this.#lagCount)
  }

  compute(column: number, channel: number, gains: Float32Array, mask: Float32Array): void {
    const { rank, binCount } = this.#factors
    let gainSum = 0
    for (let k = 0; k < rank; k++) gainSum += gains[k]
    const silentValue = nothing * (gainSum / rank)
    const count = this.#gather(column, channel, gains)
    for (let first = 0; first < binCount; first += blockBins) {
      const end = Math.min(blockBins, binCount - first)
      numerator.fill(silentValue)
      denominator.fill(nothing)
      this.#addTemplates(first, end, count)
      for (let f = 0; f < end; f++) mask[first + f] = numerator[f] / denominator[f]
    }
  }

  /** Lists the templates that sound in the column, and returns how many. */
  #gather(column: number, channel: number, gains: Float32Array): number {
    const { rank, binCount, columnCount, H } = this.#factors
    const lagCount = this.#lagCount
    const channelGains = this.#channelGains
    const channelOffset = channel * rank
    const isKnown = channelGains !== null && channelOffset < channelGains.length
    const mostLags = Math.min(lagCount, column + 1)
    let count = 0
    for (let k = 0; k < rank; k++) {
      const channelGain = isKnown ? channelGains[channelOffset + k] : 1
      for (let lag = 0; lag < mostLags; lag++) {
        const height = channelGain * H[k * columnCount + column - lag]
        if (!(height > 0)) continue
        this.#offsets[count] = (k * lagCount + lag) * binCount
        this.#heights[count] = height
        this.#gains[count] = gains[k]
        count++
      }
    }
    return count
  }

  /** Adds the bins [first, first + binCount) of the listed templates, two by two, to both sums. */
  #addTemplates(first: number, binCount: number, count: number): void {
    const { W } = this.#factors
    let i = 0
    for (; i + 1 < count; i += 2) {
      const a = this.#offsets[i] + first
      const b = this.#offsets[i + 1] + first
      const heightA = this.#heights[i]
      const heightB = this.#heights[i + 1]
      const gainA = this.#gains[i]
      const gainB = this.#gains[i + 1]
      for (let f = 0; f < binCount; f++) {
        const partA = W[a + f] * heightA
        const partB = W[b + f] * heightB
        numerator[f] += gainA * partA + gainB * partB
        denominator[f] += partA + partB
      }
    }
    if (i === count) return
    const last = this.#offsets[i] + first
    const height = this.#heights[i]
    const gain = this.#gains[i]
    for (let f = 0; f < binCount; f++) {
      const part = W[last + f] * height
      numerator[f] += gain * part
      denominator[f] += part
    }
  }
}
