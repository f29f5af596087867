import { clipSource } from '@core/audio/sample-source'
import type { AudioClip } from '@core/audio/audio-clip'
import { createRandom } from '@core/math/random'
import { factorize } from '@core/separation/nmf'
import { planRankProposal, type RankProposal } from '@core/separation/plan-rank'
import type { Job } from '@core/separation/jobs'
import type { NmfProblem } from '@core/separation/nmf-problem'
import { relevancePenalty } from '@core/separation/relevance'
import { runPlan } from '@core/separation/run-plan'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestFor, smallParameters, soundsClip } from './plan-fixture'

function propose(clip: AudioClip): RankProposal {
  const request = requestFor(clip, { ...smallParameters, isStereo: true, givenTemplateCount: 3 })
  const steps = runPlan(planRankProposal(request), { source: clipSource(clip), layout: request.layout })
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** Magnitudes of so many components, sparse in frequency and time, each value up to 30 % off. */
function mixture(count: number, seed: number): { V: Float32Array; binCount: number; columnCount: number } {
  const random = createRandom(seed)
  const [binCount, columnCount] = [160, 240]
  const W = Array.from({ length: count }, () => Float64Array.from({ length: binCount }, () => random() ** 6))
  const H = Array.from({ length: count }, () => Float64Array.from({ length: columnCount }, () => random() ** 6))
  const V = Float32Array.from({ length: binCount * columnCount }, (_, i) => {
    const [f, n] = [i % binCount, Math.floor(i / binCount)]
    return W.reduce((sum, template, k) => sum + template[f] * H[k][n], 0) * (0.7 + 0.6 * random())
  })
  return { V, binCount, columnCount }
}

/** The problem of the proposal on a spectrogram of one's own: shares of magnitude by component. */
function sharesOf(count: number, seed: number, plannedProblem: NmfProblem): number[] {
  const { V, binCount, columnCount } = mixture(count, seed)
  const problem = { ...plannedProblem, binCount, columnCount, rank: 16, iterationCount: 80 }
  const steps = factorize(V, problem)
  let step = steps.next()
  while (!step.done) step = steps.next()
  const { H } = step.value.factors
  const sums = Array.from({ length: 16 }, (_, k) =>
    H.subarray(k * columnCount, (k + 1) * columnCount).reduce((sum, height) => sum + height, 0)
  )
  const total = sums.reduce((sum, value) => sum + value, 0)
  return sums.map((sum) => sum / total)
}

describe('the proposed number of components', () => {
  const clip = soundsClip({ seconds: 1, soundCount: 1 })
  const planned = takeJobs(clip).find((job) => job.kind === 'factorize')!

  function takeJobs(of: AudioClip): Job[] {
    const plan = planRankProposal(requestFor(of, smallParameters))
    return [plan.next(null), plan.next(null)].flatMap(({ value }) => ('job' in value ? [value.job] : []))
  }

  test('is that of independent components, give or take one', { timeout: 30_000 }, () => {
    for (const count of [4, 8]) {
      const relevant = sharesOf(count, 1, planned.problem).filter((share) => share >= 0.005).length
      expect(Math.abs(relevant - count)).toBeLessThanOrEqual(1)
    }
  })

  test('is 2 for silence, of which nothing is explained', () => {
    const silent = { ...clip, channels: [new Float32Array(clip.lengthSamples)] }
    expect(propose(silent)).toEqual({ componentCount: 2, shares: new Array(40).fill(0) })
  })

  test('comes with the share of each component tried, the largest first, adding up to 1', { timeout: 30_000 }, () => {
    const { componentCount, shares } = propose(soundsClip({ seconds: 1, soundCount: 4, channelCount: 2 }))
    expect(componentCount).toBeGreaterThanOrEqual(3)
    expect(componentCount).toBeLessThanOrEqual(6)
    expect([...shares].sort((a, b) => b - a)).toEqual(shares)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
    expect(shares.filter((share) => share >= 0.005)).toHaveLength(componentCount)
  })

  test('is found on no more than 2048 columns', () => {
    const long = { ...clip, lengthSamples: 2 ** 20, channels: [new Float32Array(2 ** 20)] }
    const analyse = takeJobs(long).find((job) => job.kind === 'analyse')!
    const count = analyse.runs.reduce((sum, run) => sum + run.count, 0)
    expect(count).toBeLessThanOrEqual(2048)
    expect(count).toBeGreaterThan(1500)
  })
})

test('the relevance penalty rises ever more slowly, and its slope is that of its cost', () => {
  const shape = { binCount: 100, columnCount: 200, rank: 40 }
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (size) => {
      const [before, at, after] = [0.999, 1, 1.001].map((factor) => relevancePenalty(factor * size, shape))
      expect((after.cost - before.cost) / (0.002 * size) / at.slope).toBeCloseTo(1, 2)
      expect(after.slope).toBeLessThan(at.slope)
    })
  )
  expect(relevancePenalty(0, shape).cost).toBeGreaterThan(-Infinity)
})
