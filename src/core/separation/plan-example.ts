import { AppError } from '../errors'
import { countColumns, sampleRuns } from './column-runs'
import type { ColumnRun, JobResult, PlannedJob } from './jobs'
import type { NmfOutcome } from './nmf-problem'
import { columnsOfPassage, type Passage } from './passage-columns'
import { analysisWork, createWorkMeter, factorizationWork } from './plan-progress'
import { nmfProblem, planContext, type PlanContext, type SeparationRequest } from './plan-request'

/** Templates for each source that learns from an example, unless said otherwise. */
export const defaultExampleTemplates = 16

/** A recording, or passages of one, in which a source plays alone. Of the parameters window, hop, beta, updates and seed count. */
export interface ExampleRequest extends Pick<
  SeparationRequest,
  'sampleRate' | 'layout' | 'channelCount' | 'parameters' | 'memoryLimitBytes'
> {
  /** null: all of it */
  readonly passages: readonly Passage[] | null
  readonly templateCount: number
}

const learningIterations = 200
const overlapIterations = 60

/**
 * Learns templates from an example by a factorization of its own.
 *
 * @returns (bins × templateCount), each template of the sum 1
 * @throws  AppError 'invalid-argument' {problem} when a passage is not within the recording or too short, or all is silent
 */
export function* planExample(request: ExampleRequest): Generator<PlannedJob, Float32Array, JobResult> {
  const context = exampleContext(request)
  const runs = exampleRuns(context, request.passages)
  const columnCount = countColumns(runs)
  const problem = {
    ...nmfProblem(context, columnCount),
    rank: request.templateCount,
    iterationCount: learningIterations
  }
  const work = factorizationWork(problem)
  const meter = createWorkMeter(analysisWork(columnCount, 1) + work)
  const planned = { stage: 'templates', iterationsBefore: 0 } as const
  const analyse = { kind: 'analyse', runs, isJoint: false } as const
  yield { job: analyse, ...planned, ...meter(analysisWork(columnCount, 1)) }
  const outcome = (yield { job: { kind: 'factorize', problem }, ...planned, ...meter(work) }) as NmfOutcome
  if (!outcome.factors.H.some((height) => height > 0)) {
    throw new AppError('invalid-argument', 'the example is silent', {
      problem: 'the example is silent: nothing can be learned from it'
    })
  }
  return outcome.factors.W
}

/**
 * How much of an example other sources' templates explain: these stay as they are, while templateCount free ones are found beside
 * them. The share of the magnitude that falls to the fixed ones; small for an example that is clean.
 *
 * @param others (bins × count) of the sum 1
 * @returns      0 … 1
 */
export function* planExampleOverlap(
  request: ExampleRequest,
  others: Float32Array
): Generator<PlannedJob, number, JobResult> {
  const context = exampleContext(request)
  const { binCount } = request.layout
  const runs = exampleRuns(context, request.passages)
  const columnCount = countColumns(runs)
  const otherCount = others.length / binCount
  const rank = otherCount + request.templateCount
  const W = new Float32Array(rank * binCount).fill(NaN)
  W.set(others)
  const problem = {
    ...nmfProblem(context, columnCount),
    rank,
    iterationCount: overlapIterations,
    start: { W, H: null, channelGains: null },
    fixedTemplates: Array.from({ length: rank }, (_, k) => k < otherCount)
  }
  const work = factorizationWork(problem)
  const meter = createWorkMeter(analysisWork(columnCount, 1) + work)
  const planned = { stage: 'templates', iterationsBefore: 0 } as const
  const analyse = { kind: 'analyse', runs, isJoint: false } as const
  yield { job: analyse, ...planned, ...meter(analysisWork(columnCount, 1)) }
  const { factors } = (yield { job: { kind: 'factorize', problem }, ...planned, ...meter(work) }) as NmfOutcome
  // templates sum to 1, so that heights are magnitudes
  const sum = (from: number, to: number) =>
    factors.H.subarray(from * columnCount, to * columnCount).reduce((total, height) => total + height, 0)
  const [fixed, free] = [sum(0, otherCount), sum(otherCount, rank)]
  return fixed + free > 0 ? fixed / (fixed + free) : 0
}

function exampleContext({ parameters, ...request }: ExampleRequest): PlanContext {
  return planContext({
    ...request,
    parameters: { ...parameters, method: 'nmf', isStereo: false, learn: null, givenTemplateCount: 0 },
    givenTemplates: null,
    warmFactors: null
  })
}

/** Columns of all passages, or an even sample of each where they are too many for the memory. */
function exampleRuns(context: PlanContext, passages: readonly Passage[] | null): ColumnRun[] {
  const { layout, parameters, columnLimit, sampleRate } = context
  const whole = { first: 0, count: layout.columnCount }
  const runs = passages?.map((passage) => columnsOfPassage(passage, layout, sampleRate)) ?? [whole]
  const share = Math.min(1, columnLimit / countColumns(runs))
  return runs.flatMap((run) => sampleRuns({ ...run, columnLimit: Math.ceil(share * run.count), seed: parameters.seed }))
}
