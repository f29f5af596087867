import type { JobResult, PlannedJob } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { factorizationWork, type WorkMeter } from './plan-progress'

/**
 * Iterations in which templates that were kept adapt to the recording. None when the person ended it. Always the classical ones:
 * over-relaxed they would lead the templates about twice as far from what they were learned from.
 *
 * @param problem        that `found` is the outcome of
 * @param iterationCount 0: none
 */
export function* goOnJointly(
  problem: NmfProblem,
  found: NmfOutcome,
  iterationCount: number,
  meter: WorkMeter
): Generator<PlannedJob, NmfOutcome, JobResult> {
  if (iterationCount === 0 || found.isEarly) return found
  const { W, H, model } = found.factors
  const channelGains = model.kind === 'stereo' ? model.channelGains : null
  const start = { W, H, channelGains }
  const joint: NmfProblem = { ...problem, iterationCount, updates: 'exact', start, fixedTemplates: null }
  const iterationsBefore = found.costs.at(-1)?.iteration ?? problem.iterationCount
  const job = { kind: 'factorize', problem: joint } as const
  const work = meter(factorizationWork(joint))
  const outcome = (yield { job, stage: 'factorizing', iterationsBefore, ...work }) as NmfOutcome
  const later = outcome.costs.map(({ iteration, cost }) => ({ iteration: iteration + iterationsBefore, cost }))
  return { ...outcome, costs: [...found.costs, ...later] }
}
