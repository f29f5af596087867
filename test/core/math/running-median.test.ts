import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runningMedian } from '@core/math/running-median'

it('is the median of the values around each one', () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 })
  fc.assert(
    fc.property(values, fc.constantFrom(1, 3, 5, 35), (numbers, size) => {
      const medians = runningMedian(Float32Array.from(numbers), size)
      numbers.forEach((_, i) => {
        const around = numbers.slice(Math.max(0, i - (size >> 1)), i + (size >> 1) + 1).sort((a, b) => a - b)
        expect(medians[i]).toBe(around[around.length >> 1])
      })
    })
  )
})
