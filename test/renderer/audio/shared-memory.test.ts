import { describe, expect, test } from 'vitest'
import { createPage, PagedSamples, pageSamples } from '../../../src/renderer/audio/paged-samples'
import { PlaybackStatus } from '../../../src/renderer/audio/playback-status'
import { SharedGains } from '../../../src/renderer/audio/shared-gains'
import { noise } from './playback-fixture'

describe('paged samples', () => {
  const channels = noise(pageSamples + 1000)
  const samples = new PagedSamples(2, pageSamples + 1000)
  samples.setPage(0, createPage(channels.map((channel) => channel.subarray(0, pageSamples))))

  test('read zeros before the clip, in a missing page and beyond the end', () => {
    const out = new Float32Array(40).fill(9)
    samples.read(1, -10, out)
    expect(out).toEqual(Float32Array.of(...new Float32Array(10), ...channels[1].subarray(0, 30)))
    samples.read(1, pageSamples - 20, out)
    expect(out).toEqual(
      Float32Array.of(...channels[1].subarray(pageSamples - 20, pageSamples), ...new Float32Array(20))
    )
  })

  test('know what is loaded', () => {
    expect(samples.isLoaded(-500, pageSamples)).toBe(true)
    expect(samples.isLoaded(pageSamples - 1, pageSamples + 1)).toBe(false)
    expect(samples.isLoaded(pageSamples + 1000, pageSamples + 9000)).toBe(true)
  })

  test('read across pages and up to the end, and forget a page that is taken away', () => {
    const paged = new PagedSamples(2, pageSamples + 1000)
    paged.setPage(0, createPage(channels.map((channel) => channel.subarray(0, pageSamples))))
    paged.setPage(1, createPage(channels.map((channel) => channel.subarray(pageSamples))))
    const out = new Float32Array(1600)
    paged.read(0, pageSamples - 500, out)
    expect(out.subarray(0, 1500)).toEqual(channels[0].subarray(pageSamples - 500))
    expect(out.subarray(1500).every((sample) => sample === 0)).toBe(true)
    paged.setPage(0, null)
    expect(paged.isLoaded(0, 1)).toBe(false)
  })
})

describe('shared gains', () => {
  test('are read once for each write', () => {
    const writer = SharedGains.create(Float32Array.of(1, 0.5))
    const reader = new SharedGains(writer.buffer)
    const gains = new Float32Array(2)
    expect(reader.readIfNew(gains)).toBe(true)
    expect(gains).toEqual(Float32Array.of(1, 0.5))
    expect(reader.readIfNew(gains)).toBe(false)
    writer.write(Float32Array.of(0, 2))
    expect(reader.readIfNew(gains)).toBe(true)
    expect(gains).toEqual(Float32Array.of(0, 2))
  })

  test('are left alone while they are being written', () => {
    const writer = SharedGains.create(Float32Array.of(1))
    Atomics.add(new Int32Array(writer.buffer, 0, 1), 0, 1)
    expect(new SharedGains(writer.buffer).readIfNew(new Float32Array(1))).toBe(false)
  })
})

test('the playback status arrives as it was written', () => {
  const status = PlaybackStatus.create(2)
  const state = {
    positionSample: 2 ** 33 + 1,
    isMoving: true,
    runStartSample: 5,
    runStartFrame: 6,
    previousRunEnd: Number.NaN,
    commandNumber: 7,
    dropoutCount: 8,
    matchGain: 1
  }
  status.write(state)
  const reader = new PlaybackStatus(status.buffer)
  expect(reader.read()).toEqual(state)
})

test('the highest peak is kept until it is taken, and then it begins anew', () => {
  const status = PlaybackStatus.create(2)
  const reader = new PlaybackStatus(status.buffer)
  for (const peak of [0.25, 1.5, 0.5]) status.holdPeak(1, peak)
  status.holdPeak(0, 2 ** -20)
  expect(reader.takePeaks()).toEqual([2 ** -20, 1.5])
  expect(reader.takePeaks()).toEqual([0, 0])
  status.holdPeak(1, 0.125)
  expect(reader.takePeaks()).toEqual([0, 0.125])
})
