import { expect, test } from 'vitest'
import { playedParts } from '../../../src/renderer/editor/played-parts'

const loop = { startSample: 1000, endSample: 3000 }
const part = (startSample: number, endSample: number) => ({ startSample, endSample })
const parts = (fromSample: number, toSample: number, more: Partial<Parameters<typeof playedParts>[0]> = {}) =>
  playedParts({ fromSample, toSample, longestSamples: 30, loop: null, cuts: [], ...more })

test('what was played between two frames is all between both positions', () => {
  expect(parts(2000, 2016)).toEqual([part(2000, 2016)])
})

test('over the end of a loop it is in two parts', () => {
  expect(parts(2990, 1010, { loop })).toEqual([part(2990, 3000), part(1000, 1010)])
})

test('over a cut it is what lies before it and behind it', () => {
  expect(parts(1990, 5006, { cuts: [part(2000, 5000)] })).toEqual([part(1990, 2000), part(5000, 5006)])
})

test('over the end of a loop that is cut it is what is left of both ends', () => {
  const cuts = [part(900, 1100), part(2900, 3100)]
  expect(parts(2890, 1106, { loop, cuts })).toEqual([part(2890, 2900), part(1100, 1106)])
})

test('after a seek, or where it stands, it is only the place', () => {
  expect(parts(2000, 60_000)).toEqual([part(60_000, 60_000)])
  expect(parts(60_000, 2000)).toEqual([part(2000, 2000)])
  expect(parts(2000, 1500, { loop })).toEqual([part(1500, 1500)])
  expect(parts(2000, 2000)).toEqual([part(2000, 2000)])
})
