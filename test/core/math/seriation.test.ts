import { seriation } from '@core/math/seriation'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const distancesOf = (points: readonly number[]): number[][] => points.map((a) => points.map((b) => Math.abs(a - b)))

test('points on a line are put in their order, from whichever end stands first', () => {
  expect(seriation(distancesOf([3, 1, 4, 0, 2]))).toEqual([2, 0, 4, 1, 3])
})

test('every point comes once, and no turned stretch makes the path shorter', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 9 }), (points) => {
      const path = seriation(distancesOf(points))
      expect([...path].sort((a, b) => a - b)).toEqual(points.map((_, index) => index))
      const length = path.slice(1).reduce((sum, index, i) => sum + Math.abs(points[path[i]!]! - points[index]!), 0)
      if (points.length > 0) expect(length).toBeGreaterThanOrEqual(Math.max(...points) - Math.min(...points))
    })
  )
})
