import { AppError } from '@core/errors'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PageLoader } from '../../../src/renderer/audio/page-loader'
import { pageSamples } from '../../../src/renderer/audio/paged-samples'

const lengthSamples = 4 * pageSamples + 100

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function load(read: (start: number, count: number) => Promise<Float32Array[]>) {
  const pages = new Map<number, number>()
  let changes = 0
  const loader = new PageLoader({
    lengthSamples,
    readSamples: read,
    onPage: (index, [channel]) => pages.set(index, channel.length),
    onChange: () => changes++
  })
  return { loader, pages, changeCount: () => changes }
}

const samples = (_start: number, count: number) => Promise.resolve([new Float32Array(count)])

test('every page is loaded once, the last one only as long as the clip', async () => {
  const { loader, pages } = load(samples)
  loader.start()
  await vi.runAllTimersAsync()
  expect([...pages].sort()).toEqual([0, 1, 2, 3, 4].map((page) => [page, page === 4 ? 100 : pageSamples]))
  expect(loader.loadedFraction).toBe(1)
})

test('loading begins at the playhead and comes back to the rest', async () => {
  const { loader, pages } = load(samples)
  loader.focus(2 * pageSamples + 5)
  loader.start()
  await vi.runAllTimersAsync()
  expect([...pages.keys()]).toEqual([2, 3, 4, 0, 1])
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

test('nothing arrives after it was stopped', async () => {
  const { loader, pages } = load(samples)
  loader.start()
  loader.stop()
  await vi.runAllTimersAsync()
  expect(pages.size).toBe(0)
})
