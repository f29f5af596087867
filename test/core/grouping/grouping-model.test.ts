import { describe, expect, it } from 'vitest'
import { learnedAffinity } from '@core/grouping/affinity'
import type { ComponentSet } from '@core/grouping/component-set'
import { parseGroupingModel, writeGroupingModel } from '@core/grouping/grouping-model'
import { relate } from '@core/grouping/relations'
import { TrainableNetwork } from '../../../tools/grouping/networks/trainable-network'
import { measured, strikesAndTones } from './grouping-fixture'

const network = (sizes: readonly number[], seed: number) =>
  new TrainableNetwork(sizes, seed).network(new Float32Array(sizes[0]!).fill(0.5), new Float32Array(sizes[0]!).fill(2))
const model = {
  pairs: [network([109, 4, 1], 1)],
  embeddings: [network([102, 5, 3], 2)],
  families: [network([90, 4, 14], 3)]
}
const file = writeGroupingModel(model)

describe('the file of a model', () => {
  it('comes back, weights to eight bits', () => {
    const read = parseGroupingModel(JSON.parse(JSON.stringify(file)))
    expect(parseGroupingModel(writeGroupingModel(read))).toEqual(read)
    const [before, after] = [model, read].map(({ pairs }) => pairs[0]!.layers[0]!.weights)
    const most = before!.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0)
    before!.forEach((weight, i) => expect(Math.abs(weight - after![i]!)).toBeLessThanOrEqual(most / 250))
  })

  it.each([
    [{ ...file, version: 1 }, /version/],
    [{ ...file, pairs: [] }, /pairs/],
    [{ ...file, pairs: file.embeddings }, /layer of 102 inputs/],
    [{ ...file, families: file.pairs }, /layer of 109 inputs|109 inputs/],
    [
      { ...file, embeddings: [{ ...file.embeddings[0]!, layers: file.embeddings[0]!.layers.slice(1) }] },
      /5 inputs follows/
    ],
    [{}, /./]
  ])('is refused by what is wrong with it', (broken, sentence) => {
    expect(() => parseGroupingModel(broken)).toThrow(sentence)
  })
})

it('affinity is symmetric, and follows the components when their order changes', () => {
  const factors = strikesAndTones(5)
  const { binCount, columnCount } = factors
  const order = [3, 0, 4, 1, 2]
  const W = new Float32Array(factors.W.length)
  const H = new Float32Array(factors.H.length)
  order.forEach((from, to) => {
    W.set(factors.W.subarray(from * binCount, (from + 1) * binCount), to * binCount)
    H.set(factors.H.subarray(from * columnCount, (from + 1) * columnCount), to * columnCount)
  })
  const affinityOf = (set: ComponentSet) => learnedAffinity(set, relate(set), model)
  const affinity = affinityOf(measured(factors))
  const permuted = affinityOf(measured({ ...factors, W, H }))
  for (let i = 0; i < 5; i++) {
    expect(affinity[i * 5 + i]).toBe(1.5)
    for (let j = 0; j < 5; j++) {
      expect(affinity[i * 5 + j]).toBe(affinity[j * 5 + i])
      expect(permuted[i * 5 + j]).toBeCloseTo(affinity[order[i]! * 5 + order[j]!]!, 5)
    }
  }
})
