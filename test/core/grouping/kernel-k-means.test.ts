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

function sameGroups(a: readonly number[], b: readonly number[]): boolean {
  return a.every((_, i) => a.every((_, j) => (a[i] === a[j]) === (b[i] === b[j])))
}

const someLabels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 24 })

describe('weighted kernel k-means', () => {
  it('finds blocks, whatever their weights and order', () => {
    fc.assert(
      fc.property(someLabels, fc.integer({ min: 0, max: 1000 }), (labels, seed) => {
        const count = new Set(labels).size
        const random = createRandom(seed)
        const weights = Float64Array.from(labels, () => 0.1 + random())
        expect(sameGroups(kernelKMeans(blocks(labels, 0.2, seed), weights, count), labels)).toBe(true)
      }),
      { numRuns: 60 }
    )
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
