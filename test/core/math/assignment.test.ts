import { bestAssignment } from '@core/math/assignment'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** The largest sum of all assignments, by trying them. */
function largestSum(scores: readonly (readonly number[])[], row = 0, used = new Set<number>()): number {
  if (row === scores.length) return used.size === Math.min(scores.length, scores[0].length) ? 0 : -Infinity
  // a row may go without where there are more rows than columns
  let best = scores.length > scores[0].length ? largestSum(scores, row + 1, used) : -Infinity
  for (let column = 0; column < scores[0].length; column++) {
    if (used.has(column)) continue
    best = Math.max(best, scores[row][column] + largestSum(scores, row + 1, new Set([...used, column])))
  }
  return best
}

const anyScores = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows
  })
)

describe('the best assignment', () => {
  test('has the largest sum of all, uses each column once and leaves no pair out', () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        const assignment = bestAssignment(scores)
        const columns = assignment.filter((column) => column !== null)
        expect(new Set(columns).size).toBe(columns.length)
        expect(columns.length).toBe(Math.min(scores.length, scores[0].length))
        const sum = assignment.reduce<number>(
          (total, column, row) => total + (column === null ? 0 : scores[row][column]),
          0
        )
        expect(sum).toBe(largestSum(scores))
      }),
      { numRuns: 300 }
    )
  })

  test('of nothing is nothing', () => {
    expect(bestAssignment([])).toEqual([])
    expect(bestAssignment([[], []])).toEqual([null, null])
  })
})
