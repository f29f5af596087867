import { describe, expect, it } from 'vitest'
import { learnedAffinity } from '@core/grouping/affinity'
import { familyInputs, guessFamily } from '@core/grouping/family-guess'
import { networkInputs } from '@core/grouping/network-inputs'
import { relate } from '@core/grouping/relations'
import { proposeNames } from '@core/grouping/source-families'
import { createRandom } from '@core/math/random'
import { sourceWeights } from '../../../tools/grouping/learning/training-item'
import { embeddingLoss } from '../../../tools/grouping/networks/train-embedding'
import { trainGroupingModel } from '../../../tools/grouping/networks/train-networks'
import { TrainableNetwork } from '../../../tools/grouping/networks/trainable-network'
import { measured, strikesAndTones } from '../../core/grouping/grouping-fixture'

describe('gradients are those of the loss', () => {
  const random = createRandom(4)

  it('through the layers', () => {
    const network = new TrainableNetwork([5, 4, 2], 3)
    const inputs = Float32Array.from({ length: 15 }, () => random() - 0.5)
    const wanted = Float32Array.from({ length: 6 }, () => random())
    const loss = (): number =>
      network.forward(inputs).reduce((sum, output, i) => sum + (output - wanted[i]!) ** 2 / 2, 0)
    const gradients = network.backward(
      network.forward(inputs).map((output, i) => output - wanted[i]!),
      0
    )
    network.parameters.forEach((values, index) => {
      values.forEach((value, i) => {
        const step = 1e-2
        values[i] = value + step
        const above = loss()
        values[i] = value - step
        const below = loss()
        values[i] = value
        expect(gradients[index]![i]!).toBeCloseTo((above - below) / (2 * step), 2)
      })
    })
  })

  it('of the embedding', () => {
    const vectors = Float32Array.from({ length: 12 }, () => random() - 0.5)
    const weights = Float64Array.from([0.4, 0.3, 0.2, 0.1])
    const affinity = Float64Array.from({ length: 16 }, (_, i) => ((i >> 2) % 2 === i % 2 ? 1 : 0))
    const { gradient } = embeddingLoss(vectors, 3, weights, affinity)
    vectors.forEach((value, i) => {
      const at = (x: number): number => embeddingLoss(vectors.with(i, x), 3, weights, affinity).loss
      expect(gradient[i]!).toBeCloseTo((at(value + 1e-3) - at(value - 1e-3)) / 2e-3, 2)
    })
  })
})

it('a model learns from mixtures what belongs together, and tells it of one that it has not seen', () => {
  const itemOf = (seed: number) => {
    const set = measured(strikesAndTones(8, seed))
    const ownership = Float64Array.from({ length: 16 }, (_, i) => ((i % 8) % 2 === Math.floor(i / 8) ? 1 : 0))
    const weights = [0, 1].map((source) => sourceWeights(set, ownership, source))
    const families = [
      { inputs: familyInputs(set, weights[0]!), family: 'drums' as const },
      { inputs: familyInputs(set, weights[1]!), family: 'organ' as const }
    ]
    return { inputs: networkInputs(set, relate(set)), energies: set.energies, ownership, families }
  }
  const items = Array.from({ length: 30 }, (_, index) => itemOf(index + 1))
  const model = trainGroupingModel(items, { seed: 1 })
  expect(trainGroupingModel(items, { seed: 1 })).toEqual(model)
  const unseen = measured(strikesAndTones(8, 99))
  const affinity = learnedAffinity(unseen, relate(unseen), model)
  for (let i = 0; i < 8; i++)
    for (let j = 0; j < i; j++) {
      if (i % 2 === j % 2) expect(affinity[i * 8 + j]).toBeGreaterThan(0.9)
      else expect(affinity[i * 8 + j]).toBeLessThan(0.5)
    }
  const namesOf = (parity: number) =>
    proposeNames(
      guessFamily(
        model.families,
        familyInputs(
          unseen,
          unseen.energies.map((_, k) => Number(k % 2 === parity))
        )
      )
    )
  expect([namesOf(0)[0], namesOf(1)[0]]).toEqual(['Drums', 'Organ'])
})
