import { componentInputCount } from '@core/grouping/feature-names'
import { standardised, type Network } from '@core/grouping/network'
import { joined } from '@core/math/joined'
import type { TrainingItem } from '../learning/training-item'
import { rootWeights, sameSource } from './item-affinity'
import { trainInBatches, type TrainingOptions } from './train-in-batches'
import { standardisation, TrainableNetwork } from './trainable-network'

const training = { rate: 3e-3, epochs: 40, batch: 16, decay: 3e-3 }
const hiddenCount = 48
const width = 10
/** a batch means the same whatever its mixtures have of components */
const usualComponents = 16

/** Deep clustering: Σ w_i·w_j·(e_i·e_j − p_ij)², weights √E. */
export function trainEmbedding(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const standard = standardisation(joined(items.map(({ inputs }) => inputs.components)), componentInputCount)
  const prepared = items.map((item) => ({
    rows: standardised(standard, item.inputs.components),
    weights: rootWeights(item.energies),
    affinity: sameSource(item)
  }))
  const network = new TrainableNetwork([componentInputCount, hiddenCount, width], seed)
  trainInBatches({
    ...{ network, training, seed, exampleCount: items.length },
    learn(indices) {
      const chosen = Array.from(indices, (index) => prepared[index]!)
      const outputs = network.forward(joined(chosen.map(({ rows }) => rows)))
      const gradients = new Float32Array(outputs.length)
      let total = 0
      let first = 0
      for (const { weights, affinity } of chosen) {
        const vectors = outputs.subarray(first, first + weights.length * width)
        const { loss, gradient } = embeddingLoss(vectors, width, weights, affinity)
        gradients.set(
          gradient.map((value) => value / chosen.length),
          first
        )
        total += loss
        first += vectors.length
      }
      return { loss: total, gradients }
    },
    onEpoch: (epoch, loss) => onEpoch?.('embeddings', epoch, loss)
  })
  return network.network(standard.means, standard.deviations)
}

/** The loss of one mixture and its gradient by the vectors before they are scaled to length 1. */
export function embeddingLoss(
  vectors: Float32Array,
  width: number,
  weights: Float64Array,
  affinity: Float64Array
): { loss: number; gradient: Float32Array } {
  const count = weights.length
  const lengths = Float64Array.from(weights, (_, k) => {
    const vector = vectors.subarray(k * width, (k + 1) * width)
    return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) + 1e-6
  })
  const units = Float64Array.from(vectors, (value, i) => value / lengths[Math.floor(i / width)]!)
  const byUnits = new Float64Array(vectors.length)
  let loss = 0
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let cosine = 0
      for (let d = 0; d < width; d++) cosine += units[i * width + d]! * units[j * width + d]!
      const error = cosine - affinity[i * count + j]!
      const weight = usualComponents * weights[i]! * weights[j]!
      loss += weight * error * error
      for (let d = 0; d < width; d++) byUnits[i * width + d]! += 4 * weight * error * units[j * width + d]!
    }
  }
  const gradient = new Float32Array(vectors.length)
  for (let k = 0; k < count; k++) {
    let along = 0
    for (let d = 0; d < width; d++) along += byUnits[k * width + d]! * units[k * width + d]!
    for (let d = 0; d < width; d++) {
      const i = k * width + d
      gradient[i] = (byUnits[i]! - units[i]! * along) / lengths[k]!
    }
  }
  return { loss, gradient }
}
