import { AppError } from '../errors'
import type { FactorModel, Factors } from './factors'
import type { JobResult, PlannedJob, SeparationPlan } from './jobs'
import type { NmfOutcome } from './nmf-problem'
import type { CostPoint } from './parameters'
import { planSingle } from './plan-single'
import type { SeparationRequest } from './plan-request'

/**
 * Several independent factorizations of one recording as one model: W = [W₁ … W_R], H = [H₁; …; H_R] / R, which is their mean, so
 * that masks still sum to one. Their components are more and other than those of one run of as many, and grouped together each
 * source is the mean of what the runs find of it.
 *
 * Runs differ by seed alone. When the person ends it early, the runs that are done make the model: one that had hardly begun would
 * count as much as they do. Only of the first is kept what there is.
 *
 * @returns the model of all runs; at each iteration that was measured the mean of their costs
 * @throws  AppError as planSeparation does, and 'invalid-argument' with a `problem` where runs cannot be pooled
 */
export function* planPool(request: SeparationRequest): SeparationPlan {
  checkPool(request)
  const { parameters } = request
  const { runCount, componentCount, startCount } = parameters
  const outcomes: NmfOutcome[] = []
  let isEarly = false
  for (let run = 0; run < runCount; run++) {
    const seed = (parameters.seed + run * startCount) >>> 0
    const single = { ...parameters, componentCount: componentCount / runCount, runCount: 1, seed }
    const outcome = yield* asRun(planSingle({ ...request, parameters: single }), run, runCount)
    if (!outcome.isEarly || run === 0) outcomes.push(outcome)
    isEarly = outcome.isEarly
    if (isEarly) break
  }
  return {
    factors: poolFactors(outcomes.map(({ factors }) => factors)),
    costs: meanCosts(outcomes.map(({ costs }) => costs)),
    isEarly
  }
}

/** Jobs of one run among several: the first is shown as it goes, of the others only that they go on. */
function* asRun(plan: SeparationPlan, run: number, runCount: number): SeparationPlan {
  const part = (fraction: number): number => (run + fraction) / runCount
  let step = plan.next(null)
  while (!step.done) {
    const planned: PlannedJob = step.value
    const stage = run === 0 ? planned.stage : 'runs'
    const result: JobResult = yield { ...planned, stage, from: part(planned.from), to: part(planned.to) }
    step = plan.next(result)
  }
  return step.value
}

/** @param runs of the same bins and columns, and of a product or stereo model */
export function poolFactors(runs: readonly Factors[]): Factors {
  const { binCount, columnCount } = runs[0]
  const rank = runs.reduce((sum, run) => sum + run.rank, 0)
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  let first = 0
  for (const run of runs) {
    W.set(run.W, first * binCount)
    run.H.forEach((height, i) => (H[first * columnCount + i] = height / runs.length))
    first += run.rank
  }
  return { rank, binCount, columnCount, model: poolModel(runs, rank), W, H }
}

function poolModel(runs: readonly Factors[], rank: number): FactorModel {
  const gains = runs.map(({ model }) => (model.kind === 'stereo' ? model.channelGains : null))
  if (gains.some((ofRun) => ofRun === null)) return runs[0].model
  const channelCount = gains[0]!.length / runs[0].rank
  const channelGains = new Float32Array(channelCount * rank)
  let first = 0
  runs.forEach((run, index) => {
    for (let channel = 0; channel < channelCount; channel++)
      channelGains.set(gains[index]!.subarray(channel * run.rank, (channel + 1) * run.rank), channel * rank + first)
    first += run.rank
  })
  return { kind: 'stereo', channelGains }
}

/** A run that was measured less often, or ended sooner, counts with the last cost that it had. */
function meanCosts(runs: readonly (readonly CostPoint[])[]): CostPoint[] {
  const iterations = [...new Set(runs.flatMap((costs) => costs.map(({ iteration }) => iteration)))].sort(
    (a, b) => a - b
  )
  return iterations.flatMap((iteration) => {
    const known = runs.map((costs) => costs.findLast((point) => point.iteration <= iteration)?.cost)
    if (known.some((cost) => cost === undefined)) return []
    return [{ iteration, cost: known.reduce<number>((sum, cost) => sum + cost!, 0) / runs.length }]
  })
}

function checkPool({ parameters, warmFactors }: SeparationRequest): void {
  const { runCount, componentCount, learn, givenTemplateCount, initialisation, method } = parameters
  const refuse = (problem: string): never => {
    throw new AppError('invalid-argument', problem, { problem, runCount, componentCount })
  }
  if (
    method !== 'nmf' ||
    warmFactors !== null ||
    learn !== null ||
    givenTemplateCount > 0 ||
    initialisation !== 'random'
  )
    refuse('only runs of NMF that begin at random, without learned or given templates, can be pooled')
  if (componentCount % runCount !== 0 || componentCount / runCount < 2)
    refuse(`${componentCount} components cannot be shared out evenly among ${runCount} runs of two or more each`)
}
