import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naturalBreaks } from '@core/math/natural-breaks'

describe('naturalBreaks', () => {
  it('cuts where the gaps are', () => {
    expect(naturalBreaks([9, 1, 10, 1.5, 30], [1, 1, 1, 1, 1], 3)).toEqual([1, 0, 1, 0, 2])
  })

  it('is as good as the best of all cuts, in ordered classes of which none is empty', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 2,
      maxLength: 12
    })
    fc.assert(
      fc.property(values, (pairs) => {
        const numbers = pairs.map(([value]) => value)
        const weights = pairs.map(([, weight]) => weight)
        const classes = naturalBreaks(numbers, weights, 2)
        expect(new Set(classes)).toEqual(new Set([0, 1]))
        const best = Math.min(
          ...numbers.map((limit) => spread(numbers, weights, (value) => value < limit)),
          spread(numbers, weights, () => true)
        )
        const found = [0, 1].reduce((sum, part) => sum + spreadOf(pairs.filter((_, i) => classes[i] === part)), 0)
        expect(found).toBeLessThanOrEqual(best + 1e-6)
        for (let i = 0; i < numbers.length; i++) {
          for (let j = 0; j < numbers.length; j++) {
            if (numbers[i] < numbers[j]) expect(classes[i]).toBeLessThanOrEqual(classes[j])
          }
        }
      })
    )
  })

  it('fills every class, also when all values are equal', () => {
    expect(naturalBreaks([2, 2, 2], [0, 0, 0], 3).sort()).toEqual([0, 1, 2])
    expect(() => naturalBreaks([1], [1], 2)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

function spreadOf(pairs: readonly (readonly [number, number])[]): number {
  const weight = pairs.reduce((sum, [, w]) => sum + w, 0)
  if (weight === 0) return 0
  const mean = pairs.reduce((sum, [value, w]) => sum + value * w, 0) / weight
  return pairs.reduce((sum, [value, w]) => sum + w * (value - mean) ** 2, 0)
}

function spread(values: readonly number[], weights: readonly number[], isLow: (value: number) => boolean): number {
  const pairs = values.map((value, i) => [value, weights[i]] as const)
  return spreadOf(pairs.filter(([value]) => isLow(value))) + spreadOf(pairs.filter(([value]) => !isLow(value)))
}
