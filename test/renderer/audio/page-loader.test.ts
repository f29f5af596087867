import { AppError } from '@core/errors'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PageLoader } from '../../../src/renderer/audio/page-loader'
import { pageSamples } from '../../../src/renderer/audio/paged-samples'

const lengthSamples = 4 * pageSamples + 100

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function load(read: (start: number, count: number) => Promise<Float32Array[]>, limitPages = 100) {
  const pages = new Map<number, number>()
  const kept = new Set<number>()
  let changes = 0
  let largestCount = 0
  const loader = new PageLoader({
    lengthSamples: limitPages < 100 ? 40 * pageSamples : lengthSamples,
    limitPages,
    readSamples: read,
    onPage: (index, channels) => {
      if (channels === null) kept.delete(index)
      else {
        kept.add(index)
        pages.set(index, channels[0].length)
      }
      largestCount = Math.max(largestCount, kept.size)
    },
    onChange: () => changes++
  })
  return { loader, pages, kept, changeCount: () => changes, largestCount: () => largestCount }
}

const samples = (_start: number, count: number) => Promise.resolve([new Float32Array(count)])

test('every page is loaded once, the last one only as long as the clip', async () => {
  const { loader, pages } = load(samples)
  loader.start()
  await vi.runAllTimersAsync()
  expect([...pages].sort()).toEqual([0, 1, 2, 3, 4].map((page) => [page, page === 4 ? 100 : pageSamples]))
  expect(loader.loadedFraction).toBe(1)
})

test('loading begins at the playhead and the page before it, which masks may reach into', async () => {
  const { loader, pages } = load(samples)
  loader.focus(2 * pageSamples + 5)
  loader.start()
  await vi.runAllTimersAsync()
  expect([...pages.keys()]).toEqual([2, 1, 3, 4, 0])
})

test('a failure is said, tried again, and forgotten when it works', async () => {
  let isDown = true
  const { loader, changeCount } = load((start, count) =>
    isDown ? Promise.reject(new AppError('engine-died', 'gone')) : samples(start, count)
  )
  loader.start()
  await vi.advanceTimersByTimeAsync(1600)
  expect(loader.error?.code).toBe('engine-died')
  expect(loader.loadedFraction).toBe(0)
  expect(changeCount()).toBeGreaterThan(0)
  isDown = false
  await vi.runAllTimersAsync()
  expect(loader.error).toBe(null)
  expect(loader.loadedFraction).toBe(1)
})

test('of a long clip only pages around the playhead are there, and never many more', async () => {
  const { loader, kept, largestCount } = load(samples, 8)
  loader.start()
  await vi.runAllTimersAsync()
  expect([...kept]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(loader.loadedFraction).toBe(1)
  for (let page = 1; page <= 20; page++) {
    loader.focus(page * pageSamples)
    await vi.runAllTimersAsync()
    expect(kept.has(page)).toBe(true)
  }
  expect([...kept].sort((a, b) => a - b)).toEqual([19, 20, 21, 22, 23, 24, 25, 26])
  loader.focus(2 * pageSamples)
  expect(loader.loadedFraction).toBe(0)
  await vi.runAllTimersAsync()
  expect([...kept].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(largestCount()).toBeLessThanOrEqual(9)
})

test('what is asked for last is loaded first', async () => {
  const asked: number[] = []
  const { loader } = load((start, count) => {
    asked.push(start / pageSamples)
    return samples(start, count)
  }, 8)
  loader.start()
  loader.focus(30 * pageSamples)
  await vi.runAllTimersAsync()
  expect(asked.slice(0, 4)).toEqual([0, 1, 30, 29])
})

test('a loop stays while it is played, and its beginning is there before its end is reached', async () => {
  const { loader, kept } = load(samples, 8)
  loader.focus(12 * pageSamples)
  loader.setLoop({ startSample: 10 * pageSamples + 5, endSample: 14 * pageSamples + 5 })
  loader.start()
  await vi.runAllTimersAsync()
  expect([...kept].slice(0, 6)).toEqual([12, 11, 13, 14, 9, 10])
  for (const page of [13, 14, 10, 11, 12, 13, 14, 10]) {
    loader.focus(page * pageSamples)
    await vi.runAllTimersAsync()
    for (const looped of [10, 11, 12, 13, 14]) expect(kept.has(looped)).toBe(true)
  }
})

test('nothing arrives after it was stopped', async () => {
  const { loader, pages } = load(samples)
  loader.start()
  loader.stop()
  await vi.runAllTimersAsync()
  expect(pages.size).toBe(0)
})

test('pages deep in time that is cut are not loaded, so that those behind the cut are there in time', async () => {
  const { loader, kept } = load(samples, 8)
  loader.setCuts([{ startSample: 2.5 * pageSamples, endSample: 20.5 * pageSamples }])
  loader.start()
  await vi.runAllTimersAsync()
  expect([...kept].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 19, 20, 21, 22])
})
