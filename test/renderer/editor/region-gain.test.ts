import { expect, test } from 'vitest'
import { placeEdits, noTimedEdits, type TimedEdits } from '@core/separation/timed-edits'
import { regionGainAt } from '../../../src/renderer/editor/region-gain'

const recording = { lengthSamples: 44_100, sampleRate: 44_100 }
const placed = (edits: Partial<TimedEdits>) => placeEdits({ ...noTimedEdits, ...edits }, recording)
const region = { startSample: 10_000, endSample: 20_000, shape: 'constant' } as const

test('a region of the mix changes every source within it', () => {
  const edits = placed({ mix: [{ ...region, gain: 0.5 }] })
  expect([9000, 15_000, 21_000].map((sample) => regionGainAt(edits, [0, 1], sample))).toEqual([1, 0.5, 1])
})

test('a source all of whose components are muted is silent there, one with others keeps what these have', () => {
  const edits = placed({ components: [{ ...region, gain: 0, componentIndices: [0, 1] }] })
  expect(regionGainAt(edits, [0, 1], 15_000)).toBe(0)
  expect(regionGainAt(edits, [0, 2], 15_000)).toBe(1)
})

test('regions that overlap multiply', () => {
  const of = { ...region, gain: 0.5, componentIndices: [0] }
  expect(regionGainAt(placed({ mix: [{ ...region, gain: 0.5 }], components: [of, of] }), [0], 15_000)).toBe(0.125)
})
