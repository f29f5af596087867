import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confidenceOf, marginsOf, questionOrder, verdictOf } from '@core/grouping/margins'

const even = (count: number): Float64Array => new Float64Array(count).fill(1 / count)
/** two pairs that belong together, and a fifth that is between them */
const affinity = Float64Array.from(
  [
    [1.5, 1, 0, 0, 0.5],
    [1, 1.5, 0, 0, 0.5],
    [0, 0, 1.5, 1, 0.45],
    [0, 0, 1, 1.5, 0.45],
    [0.5, 0.5, 0.45, 0.45, 1.5]
  ].flat()
)

describe('margins', () => {
  const { margins, seconds } = marginsOf(affinity, even(5), [0, 0, 1, 1, 0])

  it('are wide inside a group and narrow between two', () => {
    expect(margins[2]).toBe(1)
    expect(margins[4]).toBeCloseTo(0.05 / 0.75, 9)
    expect(seconds).toEqual([1, 1, 0, 0, 1])
  })

  it('are full where there is one group', () => {
    expect(marginsOf(affinity, even(5), [0, 0, 0, 0, 0])).toEqual({
      margins: [1, 1, 1, 1, 1],
      seconds: [0, 0, 0, 0, 0]
    })
  })

  it('lie within 0 and 1 for any groups', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }), (groups) => {
        for (const margin of marginsOf(affinity, even(5), groups).margins) {
          expect(margin).toBeGreaterThanOrEqual(0)
          expect(margin).toBeLessThanOrEqual(1)
        }
      })
    )
  })

  it('make the confidence by weight, and the most doubtful the first question', () => {
    const weights = Float64Array.from([0.1, 0.1, 0.1, 0.1, 0.6])
    expect(confidenceOf([1, 1, 1, 1, 0], weights)).toBeCloseTo(0.4, 9)
    expect(questionOrder(margins, weights, (k) => k === 0)[0]).toBe(4)
    expect(questionOrder(margins, weights, (k) => k === 4)).not.toContain(4)
    expect([0.8, 0.65, 0.3].map(verdictOf)).toEqual(['good', 'check', 'unreliable'])
  })
})
