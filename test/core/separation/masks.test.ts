import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeMask } from '@core/separation/masks'
import { randomFactors } from './example-factors'

describe('soft masks', () => {
  it('of a partition of the components add to one in every bin, also where nothing sounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (groupOf, seed) => {
          const factors = randomFactors(1500, 64, groupOf.length, seed)
          const mask = new Float32Array(factors.binCount)
          for (let column = 0; column < factors.columnCount; column += 4) {
            const sums = new Float64Array(factors.binCount)
            for (let group = 0; group < 4; group++) {
              const gains = Float32Array.from(groupOf, (of) => (of === group ? 1 : 0))
              computeMask(factors, column, gains, mask)
              for (let f = 0; f < sums.length; f++) sums[f] += mask[f]
            }
            for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(1e-6)
          }
        }
      ),
      { numRuns: 40 }
    )
  })

  it('weigh each bin by the shares of the components', () => {
    const factors = {
      rank: 3,
      binCount: 2,
      columnCount: 1,
      W: new Float32Array([1, 0, 3, 0, 4, 0]),
      H: new Float32Array([2, 1, 0.5])
    }
    const mask = new Float32Array(2)
    computeMask(factors, 0, new Float32Array([1, 2, 0]), mask)
    expect(mask[0]).toBeCloseTo((1 * 2 + 2 * 3) / (2 + 3 + 2), 6)
    expect(mask[1]).toBeCloseTo(1, 6)
  })

  it('cross every block boundary of a large window', () => {
    const factors = randomFactors(5000, 4096, 5, 1)
    const mask = new Float32Array(factors.binCount)
    computeMask(factors, 2, new Float32Array([1, 0, 1, 0, 0.5]), mask)
    for (const f of [1, 511, 512, 513, 1024, 2047, 2048]) {
      const parts = [0, 1, 2, 3, 4].map(
        (k) => factors.W[k * factors.binCount + f] * factors.H[k * factors.columnCount + 2]
      )
      const total = parts.reduce((sum, part) => sum + part, 0)
      const expected = total === 0 ? 0.5 : (parts[0] + parts[2] + 0.5 * parts[4]) / total
      expect(mask[f]).toBeCloseTo(expected, 6)
    }
  })
})
