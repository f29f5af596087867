import { countSamples, gapsIn, outside, rangeFrom, withRange, withoutRange } from '@core/audio/sample-range'
import type { SampleRange } from '@core/audio/sample-range'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const length = 60
const range = fc
  .tuple(fc.integer({ min: 0, max: length }), fc.integer({ min: 0, max: length }))
  .map(([a, b]) => ({ startSample: Math.min(a, b), endSample: Math.max(a, b) }))
const changes = fc.array(fc.record({ isAdded: fc.boolean(), range }), { maxLength: 20 })

/** The same set, sample by sample. */
function flagsOf(ranges: readonly SampleRange[]): boolean[] {
  return Array.from({ length }, (_, i) => ranges.some((r) => r.startSample <= i && i < r.endSample))
}

function applied(made: readonly { isAdded: boolean; range: SampleRange }[]): SampleRange[] {
  return made.reduce<SampleRange[]>((set, c) => (c.isAdded ? withRange : withoutRange)(set, c.range), [])
}

test('ranges that are added and taken are the set of those samples, sorted, none empty, no two touching', () => {
  fc.assert(
    fc.property(changes, (made) => {
      const set = applied(made)
      const flags = new Array<boolean>(length).fill(false)
      for (const c of made) flags.fill(c.isAdded, c.range.startSample, c.range.endSample)
      expect(flagsOf(set)).toEqual(flags)
      expect(countSamples(set)).toBe(flags.filter(Boolean).length)
      for (const [i, r] of set.entries()) {
        expect(r.startSample).toBeLessThan(r.endSample)
        if (i > 0) expect(set[i - 1].endSample).toBeLessThan(r.startSample)
      }
    })
  )
})

test('gaps are the rest of the whole', () => {
  fc.assert(
    fc.property(changes, range, (made, whole) => {
      const flags = flagsOf(applied(made))
      const expected = flags.map((isIn, i) => !isIn && whole.startSample <= i && i < whole.endSample)
      expect(flagsOf(gapsIn(applied(made), whole))).toEqual(expected)
    })
  )
})

test('a sample is looked up as in a list read from the start', () => {
  fc.assert(
    fc.property(changes, fc.integer({ min: -3, max: length + 3 }), (made, sample) => {
      const set = applied(made)
      const found = set.find(({ endSample }) => endSample > sample) ?? null
      expect(rangeFrom(set, sample)).toBe(found)
      expect(outside(set, sample)).toBe(found !== null && found.startSample <= sample ? found.endSample : sample)
    })
  )
})
