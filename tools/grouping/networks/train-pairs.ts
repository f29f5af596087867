import { pairInputCount } from '@core/grouping/feature-names'
import { standardised, type Network } from '@core/grouping/network'
import { joined } from '@core/math/joined'
import { createRandom } from '@core/math/random'
import type { TrainingItem } from '../learning/training-item'
import { rootWeights, sameSource } from './item-affinity'
import { rowsOf } from './rows-of'
import { shuffle } from './shuffle'
import { trainInBatches, type TrainingOptions } from './train-in-batches'
import { standardisation, TrainableNetwork } from './trainable-network'

const training = { rate: 2e-3, epochs: 10, batch: 1024, decay: 2e-3 }
const hiddenCount = 32
/** of a mixture, drawn at random where there are more: those of pooled runs are many, and alike */
const mostPairs = 480
/** a mixture counts alike, however many of its pairs are learned from */
const usualPairs = 120

interface PairExamples {
  readonly rows: Float32Array
  readonly targets: Float32Array
  readonly weights: Float32Array
}

/** Cross-entropy with p_ij = Σ_s o_si·o_sj, each pair weighted by √(E_i·E_j), each mixture alike. */
export function trainPairs(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const { rows, targets, weights } = pairExamples(items, createRandom(seed))
  const standard = standardisation(rows, pairInputCount)
  const inputs = standardised(standard, rows)
  const network = new TrainableNetwork([pairInputCount, hiddenCount, 1], seed)
  trainInBatches({
    ...{ network, training, seed, exampleCount: targets.length },
    learn(chosen) {
      const logits = network.forward(rowsOf(inputs, pairInputCount, chosen))
      let loss = 0
      const gradients = Float32Array.from(chosen, (pair, row) => {
        const logit = logits[row]!
        const target = targets[pair]!
        loss += weights[pair]! * (Math.max(0, logit) - logit * target + Math.log1p(Math.exp(-Math.abs(logit))))
        return ((1 / (1 + Math.exp(-logit)) - target) * weights[pair]!) / chosen.length
      })
      return { loss, gradients }
    },
    onEpoch: (epoch, loss) => onEpoch?.('pairs', epoch, loss)
  })
  return network.network(standard.means, standard.deviations)
}

function pairExamples(items: readonly TrainingItem[], random: () => number): PairExamples {
  const rows: Float32Array[] = []
  const targets: number[] = []
  const weights: number[] = []
  for (const item of items) {
    const { inputs, energies } = item
    const affinity = sameSource(item)
    const roots = rootWeights(energies)
    const chosen = drawn(pairsOf(energies.length), mostPairs, random)
    const sum = chosen.reduce((total, { i, j }) => total + roots[i]! * roots[j]!, 0)
    for (const { i, j, row } of chosen) {
      rows.push(inputs.pairs.subarray(row * pairInputCount, (row + 1) * pairInputCount))
      targets.push(affinity[i * energies.length + j]!)
      weights.push((usualPairs * roots[i]! * roots[j]!) / sum)
    }
  }
  return { rows: joined(rows), targets: Float32Array.from(targets), weights: Float32Array.from(weights) }
}

function pairsOf(count: number): { i: number; j: number; row: number }[] {
  let row = 0
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - 1 - i }, (_, after) => ({ i, j: i + 1 + after, row: row++ }))
  ).flat()
}

/** So many of them, without repetition; all where there are no more. */
function drawn<T>(values: readonly T[], most: number, random: () => number): readonly T[] {
  if (values.length <= most) return values
  const order = Int32Array.from(values, (_, index) => index)
  shuffle(order, random)
  return Array.from(order.subarray(0, most).sort(), (index) => values[index]!)
}
