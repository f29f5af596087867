import { AppError } from '@core/errors'
import type { FactorizeJob, Job, JobResult } from '@core/separation/jobs'
import type { NmfOutcome } from '@core/separation/nmf-problem'
import type { SeparationParameters } from '@core/separation/parameters'
import type { SeparationRequest } from '@core/separation/plan-request'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerRequest, relativeCost, requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

const clip = soundsClip({ seconds: 2, soundCount: 3 })
const { layout } = requestFor(clip, smallParameters)
const { binCount, columnCount } = layout
/** bytes of V for so many columns */
const bytesOf = (columns: number): number => columns * 4 * 264

/** An outcome that fits a job, of a cost; joint models get gains. */
function outcomeOf(job: Job, options: { cost?: number; isEarly?: boolean } = {}): JobResult {
  if (job.kind === 'read-columns') return new Float32Array(job.columns.length * binCount).fill(1)
  if (job.kind !== 'factorize') return null
  const { problem } = job
  const W = new Float32Array(problem.rank * binCount).fill(1 / binCount)
  const H = new Float32Array(problem.rank * problem.columnCount).fill(1)
  const model =
    problem.channelCount === 1
      ? ({ kind: 'product' } as const)
      : ({ kind: 'stereo', channelGains: new Float32Array(problem.rank * problem.channelCount).fill(1) } as const)
  const { rank, iterationCount } = problem
  return {
    factors: { rank, binCount, columnCount: problem.columnCount, model, W, H },
    costs: [{ iteration: iterationCount, cost: options.cost ?? 1 }],
    isEarly: options.isEarly ?? false
  }
}

function factorizations(planned: readonly { job: Job }[]): FactorizeJob[] {
  return planned.flatMap(({ job }) => (job.kind === 'factorize' ? [job] : []))
}

function refusal(request: SeparationRequest): AppError {
  try {
    answerRequest(request, (job) => outcomeOf(job))
  } catch (thrown) {
    return AppError.from(thrown)
  }
  throw new Error('was not refused')
}

const learn = { startSeconds: 0.2, endSeconds: 0.9, componentCount: 1 }
const givenTemplates = Float32Array.from({ length: binCount }, (_, f) => (f % 7 === 0 ? 3 : 0.1))

describe('the jobs of a separation', () => {
  test('share the whole run out without a gap, whatever is asked for', () => {
    const anyParameters = fc.record({
      startCount: fc.integer({ min: 1, max: 4 }),
      iterationCount: fc.integer({ min: 1, max: 200 }),
      initialisation: fc.constantFrom('random' as const, 'nndsvda' as const),
      isStereo: fc.boolean(),
      learn: fc.constantFrom(null, learn)
    })
    fc.assert(
      fc.property(anyParameters, fc.integer({ min: 1, max: 300 }), (chosen, limitColumns) => {
        const parameters: SeparationParameters = { ...smallParameters, ...chosen }
        const request = requestFor(clip, parameters, { memoryLimitBytes: bytesOf(limitColumns) })
        const { planned, outcome } = answerRequest(request, (job) => outcomeOf(job))
        expect(planned[0].from).toBe(0)
        planned.forEach(({ from, to }, index) => {
          expect(from).toBeLessThanOrEqual(to)
          expect(to).toBeLessThanOrEqual(1)
          if (index > 0) expect(from).toBe(planned[index - 1].to)
        })
        expect(planned.at(-1)!.to).toBeGreaterThan(0.9)
        expect(outcome.factors.columnCount).toBe(columnCount)
        expect(outcome.factors.H).toHaveLength(parameters.componentCount * columnCount)
      }),
      { numRuns: 60 }
    )
  })

  test('never put more columns into V than fit, but for one run of 16', () => {
    for (const limitColumns of [1, 16, 40, 100, columnCount]) {
      const request = requestFor(clip, { ...smallParameters, learn }, { memoryLimitBytes: bytesOf(limitColumns) })
      for (const { job } of answerRequest(request, (given) => outcomeOf(given)).planned) {
        if (job.kind !== 'analyse') continue
        const count = job.runs.reduce((sum, run) => sum + run.count, 0)
        expect(count).toBeLessThanOrEqual(Math.max(16, limitColumns))
      }
    }
  })

  test('give each of several starts a tenth of the iterations, and the best one the rest', () => {
    const parameters = { ...smallParameters, startCount: 3, iterationCount: 200, seed: 0xffff_ffff }
    const costs = [5, 3, 4, 2]
    const { planned, outcome } = answerRequest(requestFor(clip, parameters), (job, index) =>
      outcomeOf(job, { cost: costs[index - 1] })
    )
    const problems = factorizations(planned).map(({ problem }) => problem)
    expect(problems.map(({ seed, iterationCount }) => [seed, iterationCount])).toEqual([
      [0xffff_ffff, 20],
      [0, 20],
      [1, 20],
      [0, 180]
    ])
    expect(problems[3].start.W).not.toBeNull()
    expect(planned.at(-1)!.iterationsBefore).toBe(20)
    expect(outcome.costs).toEqual([
      { iteration: 20, cost: 3 },
      { iteration: 200, cost: 2 }
    ])
  })

  test('end with what there is when the person ends a start', () => {
    const parameters = { ...smallParameters, startCount: 4, iterationCount: 200 }
    const { planned, outcome } = answerRequest(requestFor(clip, parameters), (job, index) =>
      outcomeOf(job, { cost: [0, 5, 6][index]!, isEarly: index === 2 })
    )
    expect(factorizations(planned)).toHaveLength(2)
    expect(outcome).toMatchObject({ isEarly: true, costs: [{ cost: 5 }] })
  })

  test('solve the activations of a long recording all the same when the person ends it early, in few iterations', () => {
    const request = requestFor(clip, smallParameters, { memoryLimitBytes: bytesOf(48) })
    const { planned, outcome } = answerRequest(request, (job, index) => outcomeOf(job, { isEarly: index === 1 }))
    const later = factorizations(planned.slice(2))
    expect(later.length).toBeGreaterThan(2)
    for (const { problem } of later) {
      expect(problem.iterationCount).toBeLessThanOrEqual(10)
      expect(problem.fixedTemplates).toEqual([true, true, true])
    }
    expect(outcome.isEarly).toBe(true)
    expect(outcome.factors.columnCount).toBe(columnCount)
  })

  test('go on shortly when the person ends the learning of templates', () => {
    const request = requestFor(clip, { ...smallParameters, learn, iterationCount: 100 })
    const { planned, outcome } = answerRequest(request, (job, index) => outcomeOf(job, { isEarly: index === 1 }))
    expect(factorizations(planned)[1].problem.iterationCount).toBe(10)
    expect(outcome.isEarly).toBe(true)
  })

  test('go on shortly when the person ends the activations of an NNDSVDa', () => {
    const long = soundsClip({ seconds: 34, soundCount: 1 })
    const request = requestFor(long, { ...smallParameters, initialisation: 'nndsvda', iterationCount: 100 })
    let factorizationCount = 0
    const { planned, outcome } = answerRequest(request, (job) =>
      outcomeOf(job, { isEarly: job.kind === 'factorize' && factorizationCount++ === 0 })
    )
    expect(factorizations(planned).map(({ problem }) => problem.iterationCount)).toEqual([5, 10])
    expect(outcome.isEarly).toBe(true)
  })

  test('hand the tolerance, the penalties and the kind of updates through', () => {
    const wanted = { tolerance: 0.01, continuity: 3, sparsity: 2, updates: 'fast', beta: 0.5 } as const
    const { planned } = answerRequest(requestFor(clip, { ...smallParameters, ...wanted }), (job) => outcomeOf(job))
    expect(factorizations(planned)[0].problem).toMatchObject(wanted)
  })
})

describe('fixed templates', () => {
  const request = requestFor(clip, { ...smallParameters, learn, givenTemplateCount: 1 }, { givenTemplates })
  const { planned, outcome } = runRequest(clip, request)

  test('are the learned ones, then the given ones; the rest is free', () => {
    const [learning, main] = factorizations(planned).map(({ problem }) => problem)
    expect(learning.rank).toBe(1)
    expect(main.fixedTemplates).toEqual([true, true, false])
    const start = main.start.W!
    expect(outcome.factors.W.subarray(0, 2 * binCount)).toEqual(start.subarray(0, 2 * binCount))
    const sum = givenTemplates.reduce((total, value) => total + value, 0)
    givenTemplates.forEach((value, f) => expect(start[binCount + f]).toBeCloseTo(value / sum, 6))
    expect(start[2 * binCount]).toBeNaN()
  })

  test('stay in a long recording too', () => {
    const long = runRequest(clip, { ...request, memoryLimitBytes: bytesOf(64) }).outcome.factors.W
    const sum = givenTemplates.reduce((total, value) => total + value, 0)
    givenTemplates.forEach((value, f) => expect(long[binCount + f]).toBeCloseTo(value / sum, 6))
  })

  test('are learned from the columns of the passage', () => {
    const analysed = planned[0].job
    if (analysed.kind !== 'analyse') throw new Error('nothing was analysed')
    const [{ first, count }] = analysed.runs
    const middle = (column: number): number => ((column + 1) * 128 - 256) / clip.sampleRate
    expect(middle(first)).toBeGreaterThanOrEqual(learn.startSeconds)
    expect(middle(first - 1)).toBeLessThan(learn.startSeconds)
    expect(middle(first + count - 1)).toBeLessThan(learn.endSeconds)
    expect(middle(first + count)).toBeGreaterThanOrEqual(learn.endSeconds)
  })

  test('are refused with the reason when they cannot be', () => {
    const passage = (startSeconds: number, endSeconds: number) =>
      refusal(requestFor(clip, { ...smallParameters, learn: { ...learn, startSeconds, endSeconds } }))
    expect(passage(0.5, 0.52)).toMatchObject({ code: 'invalid-argument', details: { problem: /too short/ } })
    expect(passage(0.9, 0.5).details['problem']).toMatch(/too short/)
    expect(passage(1.5, 2.5).details['problem']).toMatch(/not within the recording/)
    const count = { ...smallParameters, learn: { ...learn, componentCount: 4 } }
    expect(refusal(requestFor(clip, count)).details).toMatchObject({ templateCount: 4, componentCount: 3 })
    const given = (templates: Float32Array | null) =>
      refusal(requestFor(clip, { ...smallParameters, givenTemplateCount: 1 }, { givenTemplates: templates }))
    expect(given(null).code).toBe('shape-mismatch')
    expect(given(new Float32Array(binCount)).code).toBe('invalid-argument')
    expect(given(givenTemplates.map((value, f) => (f === 3 ? -1 : value))).code).toBe('negative-value')
    expect(given(givenTemplates.map((value, f) => (f === 3 ? Infinity : value))).code).toBe('invalid-argument')
  })

  test('cannot be learned from silence', () => {
    const silent = { ...clip, channels: [new Float32Array(clip.lengthSamples)] }
    const run = () => runRequest(silent, requestFor(silent, { ...smallParameters, learn }))
    expect(run).toThrow(/silent/)
  })
})

describe('a long recording', () => {
  test('comes out within 3 % of the cost in memory, whole and non-negative', { timeout: 20_000 }, () => {
    const long = soundsClip({ seconds: 8, soundCount: 3, seed: 4 })
    const request = requestFor(long, { ...smallParameters, updates: 'fast' })
    const whole = runRequest(long, request).outcome
    const parts = runRequest(long, { ...request, memoryLimitBytes: bytesOf(260) }).outcome
    expect(parts.factors).toMatchObject({ columnCount: request.layout.columnCount, rank: 3 })
    expect(parts.factors.H.every((height) => height >= 0)).toBe(true)
    const [cost, costInParts] = [whole, parts].map((outcome) => relativeCost(long, request, outcome))
    expect(costInParts / cost).toBeLessThan(1.03)
  })

  test(
    'keeps one set of channel gains for all its blocks, that of the recording in memory',
    { timeout: 20_000 },
    () => {
      const stereo = soundsClip({ seconds: 3, soundCount: 2, channelCount: 2 })
      const request = requestFor(stereo, { ...smallParameters, componentCount: 2, isStereo: true })
      const [whole, parts] = [Infinity, 2 * bytesOf(100)].map((memoryLimitBytes) => {
        const { model } = runRequest(stereo, { ...request, memoryLimitBytes }).outcome.factors
        if (model.kind !== 'stereo') throw new Error('not stereo')
        return model.channelGains
      })
      expect(parts).toHaveLength(4)
      for (const k of [0, 1]) expect(parts[k] + parts[2 + k]).toBeCloseTo(2, 4)
      // one sound is in the middle, the other on the right
      expect(Math.min(whole[0], whole[1])).toBeLessThan(0.6)
      expect(Math.min(parts[0], parts[1])).toBeCloseTo(Math.min(whole[0], whole[1]), 1)
      expect(Math.max(parts[0], parts[1])).toBeCloseTo(Math.max(whole[0], whole[1]), 1)
    }
  )

  test('is refused by NMFD, which takes it at once, with both lengths', () => {
    const parameters = { ...smallParameters, method: 'nmfd' as const }
    const error = refusal(requestFor(clip, parameters, { memoryLimitBytes: bytesOf(48) }))
    expect(error).toMatchObject({ code: 'invalid-argument', details: { columnCount, columnLimit: 48 } })
    expect(error.details['problem']).toMatch(/at most 0\.0 minutes/)
  })
})

test('a recording of silence has activations of 0, also block by block', () => {
  const silent = { ...clip, channels: [new Float32Array(clip.lengthSamples)] }
  for (const memoryLimitBytes of [Infinity, bytesOf(48)]) {
    const { factors } = runRequest(silent, requestFor(silent, smallParameters, { memoryLimitBytes })).outcome
    expect(factors.H.every((height) => height === 0)).toBe(true)
    expect(factors.W.every((value) => value >= 0 && value <= 1)).toBe(true)
  }
})

test('NMFD of a short recording gives templates of several columns', () => {
  const parameters = { ...smallParameters, method: 'nmfd' as const, templateColumns: 3, iterationCount: 5 }
  const { factors, costs }: NmfOutcome = runRequest(clip, requestFor(clip, parameters)).outcome
  expect(factors.model).toEqual({ kind: 'convolution', lagCount: 3 })
  expect(factors.W).toHaveLength(3 * 3 * binCount)
  expect(costs.at(-1)!.cost).toBeLessThan(1)
})
