import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertSorted, removeSorted, replaceSorted } from '@core/math/sorted-window'

const value = fc.integer({ min: 0, max: 6 })

test('a window stays in order through any inserts, replacements and removals, and leaves its surroundings alone', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), fc.array(value, { maxLength: 30 }), (first, later) => {
      const window = new Float32Array(20).fill(-1)
      const held: number[] = []
      const expectSame = () => {
        expect([...window.subarray(4, 4 + held.length)]).toEqual([...held].sort((a, b) => a - b))
        expect([...window.subarray(0, 4)]).toEqual([-1, -1, -1, -1])
        expect(window[4 + first.length]).toBe(-1)
      }
      for (const entering of first) {
        insertSorted(window, 4, held.length, entering)
        held.push(entering)
        expectSame()
      }
      for (const entering of later) {
        replaceSorted(window, 4, held.length, held.shift()!, entering)
        held.push(entering)
        expectSame()
      }
      while (held.length > 0) {
        removeSorted(window, 4, held.length, held[0])
        held.shift()
        expectSame()
      }
    })
  )
})
