import { resampleByOverlap } from '@core/math/overlap-resampling'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const edges = (count: number, from = 0, to = 1): number[] =>
  Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count)

describe('resampling by overlap', () => {
  test('keeps the sum and never goes below 0 where both span the same', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 40 }), (values, count) => {
        const out = resampleByOverlap(values, edges(values.length), edges(count))
        const sum = values.reduce((total, value) => total + value, 0)
        expect(out.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 1)
        expect(out.every((value) => value >= 0)).toBe(true)
      })
    )
  })

  test('shares a cell out in proportion and drops what lies outside', () => {
    expect(Array.from(resampleByOverlap([4, 8], [0, 1, 2], [0, 0.5, 1.5, 2]))).toEqual([2, 6, 4])
    expect(Array.from(resampleByOverlap([4, 8], [0, 1, 2], [-2, -1, 0.25, 1]))).toEqual([0, 1, 3])
    expect(Array.from(resampleByOverlap([4, 8], [0, 1, 2], [1.5, 4]))).toEqual([4])
  })
})
