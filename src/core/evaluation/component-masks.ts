import type { Factors } from '../separation/factors'

/** Added to every w_k·h_k: products of three positive float32 are at least 1e-135, so it decides only where all of them are exactly 0. */
export const leastProduct = 1e-300

/** inverse(f) ← 1 / Σ_k (w_k(f)·h_k + leastProduct), by which each summand becomes a mask of a product separation. */
export function invertProductSums(
  { rank, binCount, columnCount, W, H }: Factors,
  column: number,
  inverse: Float64Array
): void {
  inverse.fill(rank * leastProduct)
  for (let k = 0; k < rank; k++) {
    const height = H[k * columnCount + column]
    for (let f = 0; f < binCount; f++) inverse[f] += W[k * binCount + f] * height
  }
  for (let f = 0; f < binCount; f++) inverse[f] = 1 / inverse[f]
}
