import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kernelKMeans } from '@core/grouping/kernel-k-means'
import { createRandom } from '@core/math/random'

/** Blocks of components that belong together, with noise. */
function blocks(labels: readonly number[], noise: number, seed: number): Float64Array {
  const random = createRandom(seed)
  const count = labels.length
  const affinity = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const value = (labels[i] === labels[j] ? 1 : 0) + noise * (random() - 0.5)
      affinity[i * count + j] = value
      affinity[j * count + i] = value
    }
  }
  return affinity
}

/** Σ_g (w_g'·A·w_g) / Σ_{k∈g} w_k */
function score(affinity: Float64Array, weights: Float64Array, groups: readonly number[]): number {
  const count = groups.length
  return [...new Set(groups)].reduce((sum, group) => {
    const members = groups.flatMap((of, k) => (of === group ? [k] : []))
    const mass = members.reduce((total, k) => total + weights[k]!, 0)
    const bond = members
      .flatMap((i) => members.map((j) => weights[i]! * weights[j]! * affinity[i * count + j]!))
      .reduce((total, value) => total + value, 0)
    return sum + bond / mass
  }, 0)
}

const someLabels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 24 })

describe('weighted kernel k-means', () => {
  it('finds blocks, whatever their weights and order, or groups about as good', () => {
    fc.assert(
      fc.property(someLabels, fc.integer({ min: 0, max: 1000 }), (labels, seed) => {
        const random = createRandom(seed)
        const weights = Float64Array.from(labels, () => 0.1 + random())
        const affinity = blocks(labels, 0.2, seed)
        const groups = kernelKMeans(affinity, weights, new Set(labels).size)
        expect(score(affinity, weights, groups)).toBeGreaterThan(0.95 * score(affinity, weights, labels))
      }),
      { numRuns: 60 }
    )
  })

  it('tells two blocks apart', () => {
    const labels = [0, 1, 1, 0, 1, 0, 0, 1, 1]
    const groups = kernelKMeans(blocks(labels, 0.3, 5), new Float64Array(9).fill(1), 2)
    expect(groups.map((group) => (group === groups[0] ? 0 : 1))).toEqual(labels)
  })

  it('leaves no group empty, and gives the same for the same', () => {
    fc.assert(
      fc.property(someLabels, fc.integer({ min: 1, max: 8 }), (labels, groupCount) => {
        const affinity = blocks(labels, 2, 3)
        const weights = new Float64Array(labels.length).fill(1)
        const groups = kernelKMeans(affinity, weights, groupCount)
        expect(new Set(groups).size).toBe(Math.min(groupCount, labels.length))
        expect(kernelKMeans(affinity, weights, groupCount)).toEqual(groups)
      }),
      { numRuns: 60 }
    )
  })
})
