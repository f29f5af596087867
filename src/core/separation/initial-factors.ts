import { createRandom } from '../math/random'

/**
 * Random positive start of a factorization: W first, then H, then the channel gains of a joint model, from one stream of the
 * seed. Each template sums to 1; the gains of a component have the mean 1; H is such that the expected mean of W·H is `mean`.
 *
 * @param W     (bins × rank), written, template after template
 * @param H     (rank × columns), written, activation after activation
 * @param gains `[channel * rank + k]`, written; 1 for a single channel
 */
export function initialFactors(options: {
  rank: number
  binCount: number
  columnCount: number
  channelCount: number
  seed: number
  mean: number
  W: Float32Array
  H: Float32Array
  gains: Float32Array
}): void {
  const { rank, binCount, columnCount, channelCount, seed, mean, W, H, gains } = options
  const random = createRandom(seed)
  const template = new Float64Array(binCount)
  for (let k = 0; k < rank; k++) {
    let sum = 0
    for (let f = 0; f < binCount; f++) sum += template[f] = random()
    for (let f = 0; f < binCount; f++) W[k * binCount + f] = template[f] / sum
  }
  const height = (2 * mean * binCount) / rank
  for (let i = 0; i < rank * columnCount; i++) H[i] = height * random()
  gains.fill(1)
  if (channelCount === 1) return
  for (let k = 0; k < rank; k++) {
    const parts = Array.from({ length: channelCount }, () => 0.5 + random())
    const sum = parts.reduce((total, part) => total + part, 0)
    parts.forEach((part, channel) => (gains[channel * rank + k] = (part * channelCount) / sum))
  }
}
