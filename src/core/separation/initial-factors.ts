import { createRandom } from '../math/random'

/**
 * Random positive start of a factorization: W first, then H, from one stream of the seed. Each template sums to 1; H is such
 * that the expected mean of W·H is 1.
 *
 * @param W (bins × rank), written, template after template
 * @param H (rank × columns), written, activation after activation
 */
export function initialFactors(options: {
  rank: number
  binCount: number
  columnCount: number
  seed: number
  W: Float32Array
  H: Float32Array
}): void {
  const { rank, binCount, columnCount, seed, W, H } = options
  const random = createRandom(seed)
  const template = new Float64Array(binCount)
  for (let k = 0; k < rank; k++) {
    let sum = 0
    for (let f = 0; f < binCount; f++) sum += template[f] = random()
    for (let f = 0; f < binCount; f++) W[k * binCount + f] = template[f] / sum
  }
  const height = (2 * binCount) / rank
  for (let i = 0; i < rank * columnCount; i++) H[i] = height * random()
}
