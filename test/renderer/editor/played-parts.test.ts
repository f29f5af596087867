import { expect, test } from 'vitest'
import { playedParts } from '../../../src/renderer/editor/played-parts'

const loop = { startSeconds: 1, endSeconds: 3 }
const part = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds })

test('what was played between two frames is all between both positions', () => {
  expect(playedParts(2, 2.016, 0.016, null)).toEqual([part(2, 2.016)])
})

test('over the end of a loop it is in two parts', () => {
  expect(playedParts(2.99, 1.01, 0.02, loop)).toEqual([part(2.99, 3), part(1, 1.01)])
})

test('after a seek it is only what came since', () => {
  expect(playedParts(2, 60, 0.016, null)).toEqual([part(60, 60)])
  expect(playedParts(60, 2, 0.016, null)).toEqual([part(2, 2)])
  expect(playedParts(2, 1.5, 0.016, loop)).toEqual([part(1.5, 1.5)])
})
