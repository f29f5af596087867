import { expect, test } from 'vitest'
import { PageBuffers } from '../../../src/renderer/audio/page-buffers'
import { pageSamples } from '../../../src/renderer/audio/paged-samples'

const page = (value: number, count = pageSamples) => [new Float32Array(count).fill(value)]

test('a long recording needs no more buffers than are kept, and some that rest', () => {
  const buffers = new PageBuffers()
  const seen = new Set<SharedArrayBuffer>()
  for (let index = 0; index < 200; index++) {
    seen.add(buffers.fill(index, page(index)))
    buffers.release(index - 10)
  }
  expect(seen.size).toBeLessThanOrEqual(20)
})

test('a buffer is not written again while the audio thread may still read it', () => {
  const buffers = new PageBuffers()
  const first = buffers.fill(0, page(1))
  buffers.release(0)
  for (let index = 1; index <= 8; index++) {
    buffers.fill(index, page(2))
    buffers.release(index)
  }
  expect(new Float32Array(first).every((sample) => sample === 1)).toBe(true)
  expect(buffers.fill(9, page(3))).toBe(first)
})

test('a used buffer holds nothing of what it held before', () => {
  const buffers = new PageBuffers()
  for (let index = 0; index < 12; index++) buffers.fill(index, page(7))
  buffers.releaseAll()
  const samples = new Float32Array(buffers.fill(0, page(1, 100)))
  expect(samples.subarray(0, 100).every((sample) => sample === 1)).toBe(true)
  expect(samples.subarray(100).every((sample) => sample === 0)).toBe(true)
})

test('buffers of another number of channels are not used', () => {
  const buffers = new PageBuffers()
  for (let index = 0; index < 12; index++) buffers.fill(index, page(7))
  buffers.releaseAll()
  expect(buffers.fill(0, [...page(1), ...page(2)]).byteLength).toBe(2 * 4 * pageSamples)
})
