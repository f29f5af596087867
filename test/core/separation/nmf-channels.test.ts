import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import type { NmfProblem } from '@core/separation/nmf-problem'
import { neverRises, problemOf, run } from './nmf-cases'

const pans = [0.2, 1.7, 1]
const problem = problemOf({
  binCount: 30,
  columnCount: 40,
  channelCount: 2,
  rank: 3,
  iterationCount: 200
})

/** Three parts, each in bins of its own but for some that all share, panned. */
function pannedMixture(): Float32Array {
  const random = createRandom(4)
  const heights = Array.from({ length: 120 }, () => random() ** 3)
  return Float32Array.from({ length: 2400 }, (_, i) => {
    const f = i % 30
    const channel = Math.floor(i / 30) % 2
    const n = Math.floor(i / 60)
    return pans.reduce((sum, pan, k) => {
      const gain = channel === 0 ? pan : 2 - pan
      return sum + gain * (f % 3 === k ? 1 : f < 6 ? 0.3 : 0.01) * heights[40 * k + n]
    }, 0)
  })
}

function gainsOf(problem: NmfProblem): { left: number[]; right: number[] } {
  const { factors } = run(pannedMixture(), problem)
  if (factors.model.kind !== 'stereo') throw new Error(factors.model.kind)
  const gains = Array.from(factors.model.channelGains)
  return { left: gains.slice(0, factors.rank), right: gains.slice(factors.rank) }
}

describe('the joint model of channels', () => {
  it.each([
    [0, 'exact'],
    [0.5, 'exact'],
    [1, 'exact'],
    [1, 'fast'],
    [2, 'exact'],
    [2, 'fast']
  ] as const)('finds how the parts of a mixture are panned (β = %d, %s)', (beta, updates) => {
    const { left, right } = gainsOf({ ...problem, beta, updates })
    left.forEach((gain, k) => expect(gain + right[k]).toBeCloseTo(2, 4))
    const sorted = left.sort((a, b) => a - b)
    const expected = pans.toSorted((a, b) => a - b)
    sorted.forEach((gain, k) => expect(Math.abs(gain - expected[k])).toBeLessThan(0.1))
  })

  it.each([0, 0.5, 1, 2])('never raises the cost and keeps templates summing to 1 (β = %d)', (beta) => {
    const outcome = run(pannedMixture(), { ...problem, beta, rank: 5, iterationCount: 60 })
    expect(neverRises(outcome)).toBe(true)
    expect(outcome.factors.W.length).toBe(150)
    for (let k = 0; k < 5; k++) {
      const sum = outcome.factors.W.subarray(30 * k, 30 * k + 30).reduce((total, value) => total + value, 0)
      expect(sum).toBeCloseTo(1, 4)
    }
  })

  it.each([0, 1, 2])('keeps a fixed template and finds its gains, unless these are given too (β = %d)', (beta) => {
    const learned = run(pannedMixture(), { ...problem, beta }).factors
    if (learned.model.kind !== 'stereo') throw new Error(learned.model.kind)
    const { channelGains } = learned.model
    const fixedTemplates = [true, true, true]
    const start = { W: learned.W, H: null, channelGains: null }
    const found = run(pannedMixture(), { ...problem, beta, fixedTemplates, start }).factors
    if (found.model.kind !== 'stereo') throw new Error(found.model.kind)
    expect(found.W).toEqual(learned.W)
    found.model.channelGains.forEach((gain, i) => expect(Math.abs(gain - channelGains[i])).toBeLessThan(0.02))
    const known = run(pannedMixture(), { ...problem, beta, fixedTemplates, start: { ...start, channelGains } }).factors
    if (known.model.kind !== 'stereo') throw new Error(known.model.kind)
    known.model.channelGains.forEach((gain, i) => expect(gain).toBeCloseTo(channelGains[i], 5))
    known.H.forEach((height, i) => expect(Math.abs(height - learned.H[i])).toBeLessThan(0.05 * Math.max(...learned.H)))
  })
})
