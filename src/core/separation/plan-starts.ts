import type { JobResult, PlannedJob, Stage } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { factorizationWork, type WorkMeter } from './plan-progress'

const leastStartIterations = 10
/** by then the better start is known; a run of thousands does not wait longer for its first preview */
const mostStartIterations = 50

/** Iterations that each of several starts is given before the best goes on. */
export function startIterations(iterationCount: number): number {
  return Math.min(iterationCount, clamp(Math.round(iterationCount / 10)))
}

/**
 * One factorization from the best of several starts: each seed runs a tenth of the iterations, at least 10 and at most 50, the one of the lowest cost the
 * rest of them. Iterations of its costs count from its start.
 *
 * @param problems one for each start
 */
export function* factorizeBest(
  problems: readonly NmfProblem[],
  meter: WorkMeter
): Generator<PlannedJob, NmfOutcome, JobResult> {
  if (problems.length === 1) return yield* factorize(problems[0], 'factorizing', 0, meter)
  const { iterationCount } = problems[0]
  const firstCount = startIterations(iterationCount)
  let best: NmfOutcome | null = null
  let bestProblem = problems[0]
  for (const problem of problems) {
    const outcome = yield* factorize({ ...problem, iterationCount: firstCount }, 'starts', 0, meter)
    if (best === null || lastCost(outcome) < lastCost(best)) {
      best = { ...outcome, isEarly: false }
      bestProblem = problem
    }
    if (outcome.isEarly) return { ...best, isEarly: true }
  }
  if (firstCount === iterationCount) return best!
  const { factors, costs } = best!
  const channelGains = factors.model.kind === 'stereo' ? factors.model.channelGains : null
  const rest: NmfProblem = {
    ...bestProblem,
    iterationCount: iterationCount - firstCount,
    start: { W: factors.W, H: factors.H, channelGains }
  }
  const outcome = yield* factorize(rest, 'factorizing', firstCount, meter)
  const later = outcome.costs.map(({ iteration, cost }) => ({ iteration: iteration + firstCount, cost }))
  return { ...outcome, costs: [...costs, ...later] }
}

/** Work of factorizeBest. */
export function startsWork(problem: NmfProblem, startCount: number): number {
  const { iterationCount } = problem
  const tried = startCount > 1 ? startCount * startIterations(iterationCount) : 0
  const rest = startCount > 1 ? iterationCount - startIterations(iterationCount) : iterationCount
  return factorizationWork({ ...problem, iterationCount: tried + rest })
}

function* factorize(
  problem: NmfProblem,
  stage: Stage,
  iterationsBefore: number,
  meter: WorkMeter
): Generator<PlannedJob, NmfOutcome, JobResult> {
  const job = { kind: 'factorize', problem } as const
  return (yield { job, stage, iterationsBefore, ...meter(factorizationWork(problem)) }) as NmfOutcome
}

function lastCost({ costs }: NmfOutcome): number {
  return costs.at(-1)?.cost ?? Infinity
}

function clamp(count: number): number {
  return Math.min(mostStartIterations, Math.max(leastStartIterations, count))
}
