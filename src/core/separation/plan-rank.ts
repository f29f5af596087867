import { countColumns, sampleRuns } from './column-runs'
import type { JobResult, PlannedJob } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { analysisWork, createWorkMeter, factorizationWork } from './plan-progress'
import { nmfProblem, planContext, type SeparationRequest } from './plan-request'

const mostColumns = 2048
const mostComponents = 40
const iterationCount = 150
/** what explains less of the recording is not worth a component */
const leastShare = 0.005
/** a separation has no fewer */
const leastComponents = 2

/** How many components a recording seems to hold, with the evidence. */
export interface RankProposal {
  readonly componentCount: number
  /** share of the magnitude that each of the components tried explains, the largest first; they add up to 1 but for silence */
  readonly shares: readonly number[]
}

/**
 * The jobs that propose K: NMF by the Kullback–Leibler divergence with 40 components and automatic relevance determination on an
 * even sample of at most 2048 columns; those that keep a share of at least half a percent count. Of the parameters only window, hop
 * and seed matter.
 *
 * @see relevancePenalty
 */
export function* planRankProposal(
  request: Pick<SeparationRequest, 'sampleRate' | 'layout' | 'channelCount' | 'parameters' | 'memoryLimitBytes'>
): Generator<PlannedJob, RankProposal, JobResult> {
  const { layout, parameters } = request
  const context = planContext({
    ...request,
    parameters: { ...parameters, method: 'nmf', isStereo: false, learn: null, givenTemplateCount: 0 },
    givenTemplates: null,
    warmFactors: null
  })
  const columnLimit = Math.min(mostColumns, context.columnLimit)
  const runs = sampleRuns({ first: 0, count: layout.columnCount, columnLimit, seed: parameters.seed })
  const problem: NmfProblem = {
    ...nmfProblem(context, countColumns(runs)),
    rank: mostComponents,
    beta: 1,
    iterationCount,
    tolerance: 0,
    continuity: 0,
    sparsity: 0,
    prunes: true
  }
  const analysis = analysisWork(problem.columnCount, 1)
  const updates = 2 * factorizationWork(problem)
  const meter = createWorkMeter(analysis + updates)
  const analyse = { kind: 'analyse', runs, isJoint: false } as const
  yield { job: analyse, stage: 'spectrogram', iterationsBefore: 0, ...meter(analysis) }
  const factorize = { kind: 'factorize', problem } as const
  const { factors } = (yield {
    job: factorize,
    stage: 'factorizing',
    iterationsBefore: 0,
    ...meter(updates)
  }) as NmfOutcome

  const sums = Array.from({ length: mostComponents }, (_, k) =>
    factors.H.subarray(k * problem.columnCount, (k + 1) * problem.columnCount).reduce((sum, height) => sum + height, 0)
  )
  const total = sums.reduce((sum, value) => sum + value, 0)
  const shares = sums.map((sum) => (total > 0 ? sum / total : 0)).sort((a, b) => b - a)
  const relevant = shares.filter((share) => share >= leastShare).length
  return { componentCount: Math.max(leastComponents, relevant), shares }
}
