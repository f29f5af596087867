import { AppError } from '@core/errors'
import { poolFactors } from '@core/separation/plan-pool'
import type { SeparationParameters } from '@core/separation/parameters'
import { describe, expect, test } from 'vitest'
import { productModel } from '@core/separation/factors'
import { answerRequest, relativeCost, requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

const clip = soundsClip({ seconds: 2, soundCount: 3 })
const pooled: SeparationParameters = { ...smallParameters, componentCount: 6, runCount: 3, seed: 7 }
const single = (seed: number): SeparationParameters => ({ ...smallParameters, componentCount: 2, seed })

describe('several runs pooled', () => {
  test('are those of each seed, side by side, at a third of the height', () => {
    const request = requestFor(clip, pooled)
    const { outcome } = runRequest(clip, request)
    const { factors, costs } = outcome
    const runs = [7, 8, 9].map((seed) => runRequest(clip, requestFor(clip, single(seed))).outcome)
    expect(factors).toEqual(poolFactors(runs.map((run) => run.factors)))
    const { binCount, columnCount } = factors
    expect(factors.rank).toBe(6)
    expect(factors.W.subarray(2 * binCount, 4 * binCount)).toEqual(runs[1]!.factors.W)
    expect(factors.H[2 * columnCount + 9]).toBeCloseTo(runs[1]!.factors.H[9]! / 3, 6)
    const last = runs.map((run) => run.costs.at(-1)!.cost)
    expect(costs.at(-1)!.cost).toBeCloseTo(last.reduce((sum, cost) => sum + cost) / 3, 9)
    for (let i = 1; i < costs.length; i++) expect(costs[i]!.cost).toBeLessThanOrEqual(costs[i - 1]!.cost)
    // The divergence is convex: the mean of models fits at least as well as they do on the average.
    const meanCost = runs.reduce((sum, run) => sum + relativeCost(clip, request, run), 0) / 3
    expect(relativeCost(clip, request, outcome)).toBeLessThan(meanCost)
  })

  test('keep how loud each component of a joint model is in each channel', () => {
    const [mono] = clip.channels
    const stereo = { ...clip, channels: [mono!, mono!.map((x) => 0.5 * x)] }
    const gainsOf = (parameters: SeparationParameters): number[] => {
      const { model } = runRequest(stereo, requestFor(stereo, { ...parameters, isStereo: true })).outcome.factors
      return model.kind === 'stereo' ? [...model.channelGains] : []
    }
    const gains = gainsOf(pooled)
    expect([gains[4], gains[5], gains[10], gains[11]]).toEqual(gainsOf(single(9)))
  })

  test('that are ended early leave out the run that had only begun, unless it is the first', () => {
    const endedIn = (ended: number) => {
      let run = -1
      return answerRequest(requestFor(clip, pooled), (job) => {
        if (job.kind !== 'factorize') return null
        run++
        const { rank, columnCount, binCount, iterationCount } = job.problem
        return {
          factors: {
            rank,
            binCount,
            columnCount,
            model: productModel,
            W: new Float32Array(rank * binCount).fill(1 / binCount),
            H: new Float32Array(rank * columnCount).fill(1)
          },
          costs: [{ iteration: iterationCount, cost: 1 }],
          isEarly: run === ended
        }
      }).outcome
    }
    expect(endedIn(0).factors.rank).toBe(2)
    expect(endedIn(1).factors.rank).toBe(2)
    expect(endedIn(2).factors.rank).toBe(4)
    expect(endedIn(2).isEarly).toBe(true)
    expect(endedIn(2).factors.H[0]).toBe(0.5)
  })

  test.each<[Partial<SeparationParameters>, RegExp]>([
    [{ componentCount: 7 }, /7 components cannot be shared out evenly among 3 runs/],
    [{ componentCount: 3 }, /3 components/],
    [{ initialisation: 'nndsvda' }, /begin at random/],
    [{ learn: { startSeconds: 0, endSeconds: 1, componentCount: 1 } }, /begin at random/]
  ])('are refused with %j', (change, sentence) => {
    let refusal: AppError | null = null
    try {
      runRequest(clip, requestFor(clip, { ...pooled, ...change }))
    } catch (thrown) {
      refusal = AppError.from(thrown)
    }
    expect(refusal?.code).toBe('invalid-argument')
    expect(String(refusal?.details['problem'])).toMatch(sentence)
  })
})
