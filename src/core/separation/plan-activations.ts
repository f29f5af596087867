import { putColumns, takeColumns } from './activation-rows'
import { columnBlocks, columnsOf } from './column-runs'
import type { JobResult, PlannedJob } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { analysisWork, factorizationWork, type WorkMeter } from './plan-progress'
import { nmfProblem, type PlanContext } from './plan-request'

/** H alone is found in fewer iterations than W and H. */
const activationIterations = 40
const activationTolerance = 1e-4
/** when the person ends a run early */
const earlyIterations = 10

/**
 * Activations of a whole recording for given templates: block by block, each analysed and factorized with all templates fixed, which
 * for 1 ≤ β ≤ 2 has one best H. Blocks know nothing of each other: temporal continuity ends at their edges.
 *
 * @param guess of the whole recording, H good enough to begin with
 * @returns     the same with the H found
 */
export function* solveActivations(
  context: PlanContext,
  guess: NmfOutcome,
  meter: WorkMeter
): Generator<PlannedJob, NmfOutcome, JobResult> {
  const { isJoint, spectrogramCount, layout } = context
  const { factors } = guess
  const { columnCount, W, model } = factors
  const channelGains = model.kind === 'stereo' ? model.channelGains : null
  const H = new Float32Array(factors.H.length)
  let { isEarly } = guess
  const planned = { stage: 'activations', iterationsBefore: 0 } as const
  for (const block of columnBlocks(layout.columnCount, context.columnLimit)) {
    const problem: NmfProblem = {
      ...nmfProblem(context, block.count),
      iterationCount: isEarly ? earlyIterations : activationIterations,
      tolerance: activationTolerance,
      start: { W, H: takeColumns(factors.H, columnCount, columnsOf([block])), channelGains },
      fixedTemplates: new Array<boolean>(factors.rank).fill(true)
    }
    const analysis = meter(analysisWork(block.count, spectrogramCount))
    yield { job: { kind: 'analyse', runs: [block], isJoint }, ...planned, ...analysis }
    const solving = meter(factorizationWork({ ...problem, isFixed: true }))
    const outcome = (yield { job: { kind: 'factorize', problem }, ...planned, ...solving }) as NmfOutcome
    putColumns(outcome.factors.H, block, H, columnCount)
    isEarly ||= outcome.isEarly
  }
  return { ...guess, factors: { ...factors, H }, isEarly }
}

/** Work of solveActivations. */
export function activationsWork(context: PlanContext): number {
  const { layout, spectrogramCount } = context
  const problem = { ...nmfProblem(context, layout.columnCount), iterationCount: activationIterations, isFixed: true }
  return analysisWork(layout.columnCount, spectrogramCount) + factorizationWork(problem)
}
