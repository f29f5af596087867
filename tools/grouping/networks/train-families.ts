import { familyInputCount, softmax } from '@core/grouping/family-guess'
import { standardised, type Network } from '@core/grouping/network'
import { sourceFamilies } from '@core/grouping/source-families'
import { joined } from '@core/math/joined'
import type { TrainingItem } from '../learning/training-item'
import { rowsOf } from './rows-of'
import { trainInBatches, type TrainingOptions } from './train-in-batches'
import { standardisation, TrainableNetwork } from './trainable-network'

const training = { rate: 3e-3, epochs: 60, batch: 64, decay: 6e-3 }
const hiddenCount = 24

/** Cross-entropy of the families, those that are rare counted more: by 1/√ of how many there are. */
export function trainFamilies(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const examples = items.flatMap(({ families }) => families)
  const rows = joined(examples.map(({ inputs }) => inputs))
  const standard = standardisation(rows, familyInputCount)
  const inputs = standardised(standard, rows)
  const targets = examples.map(({ family }) => sourceFamilies.indexOf(family))
  const counts = sourceFamilies.map((_, family) => targets.filter((target) => target === family).length)
  const weights = targets.map((target) => 1 / Math.sqrt(counts[target]!))
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const count = sourceFamilies.length
  const network = new TrainableNetwork([familyInputCount, hiddenCount, count], seed)
  trainInBatches({
    ...{ network, training, seed, exampleCount: examples.length },
    learn(chosen) {
      const logits = network.forward(rowsOf(inputs, familyInputCount, chosen))
      const gradients = new Float32Array(logits.length)
      let loss = 0
      chosen.forEach((example, row) => {
        const probabilities = softmax(logits.subarray(row * count, (row + 1) * count))
        const weight = weights[example]! / meanWeight
        loss -= weight * Math.log(probabilities[targets[example]!]! + 1e-12)
        probabilities.forEach((probability, family) => {
          const error = probability - (family === targets[example] ? 1 : 0)
          gradients[row * count + family] = (weight * error) / chosen.length
        })
      })
      return { loss, gradients }
    },
    onEpoch: (epoch, loss) => onEpoch?.('families', epoch, loss)
  })
  return network.network(standard.means, standard.deviations)
}
