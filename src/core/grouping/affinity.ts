import type { ComponentSet } from './component-set'
import type { GroupingModel } from './grouping-model'
import { runNetwork, type Network } from './network'
import { networkInputs } from './network-inputs'

const embeddingShare = 0.5

/**
 * How much two components belong together: σ(logit) + ½·cosine of their embeddings, each the mean of its networks; −½ … 1½.
 *
 * @param relations of relate()
 * @returns (count × count), symmetric; each with itself 1½
 * @see     Hershey et al. 2016, Deep clustering, ICASSP
 */
export function learnedAffinity(set: ComponentSet, relations: Float32Array, model: GroupingModel): Float64Array {
  const { count } = set
  const inputs = networkInputs(set, relations)
  const logits = mean(model.pairs.map((network) => runNetwork(network, inputs.pairs)))
  const cosines = mean(model.embeddings.map((network) => cosinesOf(network, inputs.components, count)))
  const affinity = new Float64Array(count * count)
  let pair = 0
  for (let i = 0; i < count; i++) {
    affinity[i * count + i] = 1 + embeddingShare
    for (let j = i + 1; j < count; j++, pair++) {
      const value = 1 / (1 + Math.exp(-logits[pair])) + embeddingShare * cosines[i * count + j]
      affinity[i * count + j] = value
      affinity[j * count + i] = value
    }
  }
  return affinity
}

function cosinesOf(network: Network, inputs: Float32Array, count: number): Float32Array {
  const vectors = runNetwork(network, inputs)
  const width = vectors.length / count
  for (let k = 0; k < count; k++) {
    const vector = vectors.subarray(k * width, (k + 1) * width)
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) + 1e-6
    for (let d = 0; d < width; d++) vector[d] /= length
  }
  const cosines = new Float32Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let sum = 0
      for (let d = 0; d < width; d++) sum += vectors[i * width + d] * vectors[j * width + d]
      cosines[i * count + j] = sum
    }
  }
  return cosines
}

function mean(values: readonly Float32Array[]): Float32Array {
  return values[0].map((_, i) => values.reduce((sum, ofOne) => sum + ofOne[i], 0) / values.length)
}
