import { clipSource } from '@core/audio/sample-source'
import { AppError } from '@core/errors'
import type { Factors } from '@core/separation/factors'
import { MagnitudeMasking } from '@core/separation/magnitude-masking'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { planSplit } from '@core/separation/plan-split'
import { measureRestChange } from '@core/separation/rest-change'
import { runPlan } from '@core/separation/run-plan'
import { splitFactors } from '@core/separation/split-factors'
import { splitObstacle, type PartCount } from '@core/separation/split-obstacle'
import { describe, expect, test } from 'vitest'
import { requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

const clip = soundsClip({ seconds: 3, soundCount: 5, channelCount: 2 })
const source = clipSource(clip)

function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** A separation, and the same with a component of it split. */
function split(options: { isStereo: boolean; indices: number[]; partCount: PartCount; memoryLimitBytes?: number }) {
  const { isStereo, indices, partCount, memoryLimitBytes = 2 ** 30 } = options
  const parameters = { ...smallParameters, componentCount: 4, isStereo }
  const request = requestFor(clip, parameters, { memoryLimitBytes })
  const former = runRequest(clip, requestFor(clip, parameters)).outcome.factors
  const mask = { factors: former, indices }
  const { layout } = request
  const parts = finish(runPlan(planSplit(request, mask, partCount), { source, layout })).factors
  return { former, parts, layout, next: splitFactors(former, indices, parts) }
}

function margins({ binCount, columnCount, W, H }: Factors, indices: readonly number[]): [Float64Array, Float64Array] {
  const bins = new Float64Array(binCount)
  const columns = new Float64Array(columnCount)
  for (const k of indices) {
    for (let f = 0; f < binCount; f++) {
      for (let n = 0; n < columnCount; n++) {
        const value = W[k * binCount + f]! * H[k * columnCount + n]!
        bins[f]! += value
        columns[n]! += value
      }
    }
  }
  return [bins, columns]
}

/** Bins and columns each by the largest of their own: sums over few are much larger than those over many. */
function expectMargins(of: Factors, indices: readonly number[], wanted: readonly Float64Array[]): void {
  margins(of, indices).forEach((found, axis) => {
    const differences = Array.from(found, (value, i) => value - wanted[axis]![i]!)
    expect(largest(differences)).toBeLessThan(2e-3 * largest([...wanted[axis]!]))
  })
}

function maskOf(factors: Factors, indices: readonly number[], column: number, channel: number): Float32Array {
  const mask = new Float32Array(factors.binCount)
  const gains = Float32Array.from({ length: factors.rank }, (_, k) => (indices.includes(k) ? 1 : 0))
  new FactorMasks(factors).compute(column, channel, gains, mask)
  return mask
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

describe.each([
  ['product', false],
  ['stereo', true]
])('parts of a component of the %s model', (_name, isStereo) => {
  const { former, next, parts, layout } = split({ isStereo, indices: [1], partCount: 3 })

  test('stand in its place, and all others are as they were', () => {
    const { binCount, columnCount } = former
    expect(next.rank).toBe(6)
    expect(next.model.kind).toBe(former.model.kind)
    for (const [place, index] of [
      [0, 0],
      [4, 2],
      [5, 3]
    ] as const) {
      const w = (of: Factors, k: number) => of.W.slice(k * binCount, (k + 1) * binCount)
      const h = (of: Factors, k: number) => of.H.slice(k * columnCount, (k + 1) * columnCount)
      expect(w(next, place)).toEqual(w(former, index))
      expect(h(next, place)).toEqual(h(former, index))
    }
  })

  test('have the margins of the component together', () => {
    expectMargins(next, [1, 2, 3], margins(former, [1]))
  })

  test('share every bin as they were found to, and with all others sum to one', () => {
    for (const column of [10, 60, 120]) {
      const [ours, theirs] = [
        { of: next, all: [1, 2, 3] },
        { of: parts, all: [0, 1, 2] }
      ].map(({ of, all }) => {
        const together = maskOf(of, all, column, 0)
        return maskOf(of, [all[0]!], column, 0).map((value, f) => value / together[f]!)
      })
      const together = maskOf(next, [1, 2, 3], column, 0)
      ours!.forEach((share, f) => {
        if (together[f]! > 1e-3) expect(share).toBeCloseTo(theirs![f]!, 3)
      })
      const sum = maskOf(next, [0, 1, 2, 3, 4, 5], column, 0)
      sum.forEach((value) => expect(value).toBeCloseTo(1, 6))
    }
  })

  test('take little from the others', () => {
    const decibels = (of: Factors) =>
      finish(
        measureRestChange({
          source,
          layout,
          former: { factors: former, indices: [1] },
          next: { factors: of, indices: [1, 2, 3] }
        })
      )
    expect(decibels(next)).toBeLessThan(-25)
  })

  test('are the same again', () => {
    expect(split({ isStereo, indices: [1], partCount: 3 }).next).toEqual(next)
  })
})

test('a component of pooled runs is split by one run', () => {
  const parameters = { ...smallParameters, componentCount: 6, runCount: 3 }
  const request = requestFor(clip, parameters)
  const former = runRequest(clip, request).outcome.factors
  const mask = { factors: former, indices: [1] }
  const parts = finish(runPlan(planSplit(request, mask, 2), { source, layout: request.layout })).factors
  expect(splitFactors(former, [1], parts).rank).toBe(7)
})

test('several components that are one give way together', () => {
  const { next } = split({ isStereo: false, indices: [1, 3], partCount: 4 })
  expect(next.rank).toBe(6)
})

test('a spectrogram that is not held whole is split block by block', () => {
  const { former, next } = split({ isStereo: false, indices: [0], partCount: 2, memoryLimitBytes: 100 * 4 * 264 })
  expect(next.columnCount).toBe(former.columnCount)
  expectMargins(next, [0, 1], margins(former, [0]))
})

test('what a component holds is the magnitudes times its mask, channel by channel', () => {
  const { former } = split({ isStereo: true, indices: [1], partCount: 2 })
  const magnitudes = new Float32Array(2 * former.binCount).fill(2)
  new MagnitudeMasking({ factors: former, indices: [2] }).apply(50, 2, magnitudes, 0)
  const expected = [0, 1].flatMap((channel) => [...maskOf(former, [2], 50, channel)].map((value) => 2 * value))
  expect([...magnitudes]).toEqual(expected)
  expect(expected.slice(0, former.binCount)).not.toEqual(expected.slice(former.binCount))
})

test('a silent component has no parts', () => {
  const { former, parts } = split({ isStereo: false, indices: [1], partCount: 2 })
  const H = former.H.slice()
  H.fill(0, former.columnCount, 2 * former.columnCount)
  expect(() => splitFactors({ ...former, H }, [1], parts)).toThrow(AppError)
})

test('only components that NMF found are split, and not into too many', () => {
  expect(splitObstacle({ method: 'nmf', componentCount: 127 }, 1, 2)).toBe(null)
  expect(splitObstacle({ method: 'nmf', componentCount: 127 }, 1, 3)).toMatch(/at most 128/)
  for (const method of ['nmfd', 'hpss', 'bands'] as const) {
    expect(splitObstacle({ method, componentCount: 4 }, 1, 2)).toMatch(/^[a-z].*[a-z]$/)
  }
})
