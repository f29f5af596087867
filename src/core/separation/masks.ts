import type { Factors } from './factors'

// one block of templates' bins and both sums stay in the first-level cache
const blockBins = 512
const numerator = new Float64Array(blockBins)
const denominator = new Float64Array(blockBins)

// products of two positive float32 are at least 1e-90: this decides only where every product is exactly 0
const nothing = 1e-300

/**
 * Soft mask of one column, m(f) = Σ_k g_k·w_k(f)·h_k(n) / Σ_k w_k(f)·h_k(n). Where nothing sounds it is the mean of the
 * gains. So masks of a partition of the components (gains 1 inside a part, 0 outside) sum to one in every bin.
 *
 * @param column n, 0 … columnCount − 1
 * @param gains  g_k ≥ 0, one for each component
 * @param mask   (bins), written
 */
export function computeMask(factors: Factors, column: number, gains: Float32Array, mask: Float32Array): void {
  const { rank, binCount, columnCount, W, H } = factors
  let gainSum = 0
  for (let k = 0; k < rank; k++) gainSum += gains[k]
  const silentValue = nothing * (gainSum / rank)

  for (let first = 0; first < binCount; first += blockBins) {
    const count = Math.min(blockBins, binCount - first)
    numerator.fill(silentValue)
    denominator.fill(nothing)
    let k = 0
    for (; k + 1 < rank; k += 2) {
      const a = k * binCount + first
      const b = a + binCount
      const heightA = H[k * columnCount + column]
      const heightB = H[(k + 1) * columnCount + column]
      const gainA = gains[k]
      const gainB = gains[k + 1]
      for (let f = 0; f < count; f++) {
        const partA = W[a + f] * heightA
        const partB = W[b + f] * heightB
        numerator[f] += gainA * partA + gainB * partB
        denominator[f] += partA + partB
      }
    }
    if (k < rank) {
      const height = H[k * columnCount + column]
      const gain = gains[k]
      for (let f = 0; f < count; f++) {
        const part = W[k * binCount + first + f] * height
        numerator[f] += gain * part
        denominator[f] += part
      }
    }
    for (let f = 0; f < count; f++) mask[first + f] = numerator[f] / denominator[f]
  }
}
