import { takeColumns } from './activation-rows'
import { columnsOf, sampleRuns } from './column-runs'
import type { Factors } from './factors'
import type { JobResult, PlannedJob, SeparationPlan } from './jobs'
import type { NmfProblem } from './nmf-problem'
import { activationsWork, solveActivations } from './plan-activations'
import { planConvolution } from './plan-convolution'
import { analysisWork, createWorkMeter, factorizationWork, type WorkMeter } from './plan-progress'
import { goOnJointly } from './plan-joint'
import { nndsvdaWork, planNndsvda, type KnownFactors } from './plan-nndsvda'
import { refinementWork, refineTemplates } from './plan-refinement'
import { nmfProblem, planContext, type PlanContext, type SeparationRequest } from './plan-request'
import { factorizeBest, startsWork } from './plan-starts'
import { learningWork, learnTemplates } from './plan-templates'
import { fixedTemplates, startFactors, type FixedTemplates } from './start-factors'
import { fitFactors } from './warm-start'

/** what is left of a factorization that the person ended before it had begun */
const earlyIterations = 10

/**
 * The jobs of a separation by NMF or NMFD: analyse, learn templates from a passage, choose a start, factorize. For a recording whose
 * V is above the limit that is done on an even sample of its columns; then, block by block, the templates go once through all
 * columns, and the activations are found. Where a quarter of three minutes fits the cost is within 3 % of that in memory, and less
 * where more fits.
 *
 * Components are the learned templates, then those given, then those found freely. Starts differ in what is at random: there is
 * only one where nothing is. A warm start comes before NNDSVDa; NMFD always starts anew, at random.
 *
 * @returns factors of the whole recording, and the costs of the main factorization: of the sample where there is one
 * @throws  AppError 'invalid-argument', 'shape-mismatch', 'negative-value' with a `problem` among its details
 */
export function* planSingle(request: SeparationRequest): SeparationPlan {
  const context = planContext(request)
  if (request.parameters.method === 'nmfd') return yield* planConvolution(context)
  const { parameters, layout, isJoint, columnLimit, spectrogramCount } = context
  const runs = sampleRuns({ first: 0, count: layout.columnCount, columnLimit, seed: parameters.seed })
  const isWhole = layout.columnCount <= columnLimit
  const columns = columnsOf(runs)
  const meter = createWorkMeter(totalWork(context, columns.length, isWhole))

  const learned = parameters.learn ? yield* learnTemplates(context, meter) : null
  const work = analysisWork(columns.length, spectrogramCount)
  yield { job: { kind: 'analyse', runs, isJoint }, stage: 'spectrogram', iterationsBefore: 0, ...meter(work) }

  const fixed = fixedTemplates({ binCount: layout.binCount, spectrogramCount, learned, given: request.givenTemplates })
  const known = yield* knownFactors(context, columns, fixed, meter)
  const isEarly = known.isEarly || (learned?.isEarly ?? false)
  const problem: NmfProblem = {
    ...nmfProblem(context, columns.length),
    iterationCount: isEarly ? Math.min(parameters.iterationCount, earlyIterations) : parameters.iterationCount,
    fixedTemplates: fixed && Array.from({ length: parameters.componentCount }, (_, k) => k < fixed.count)
  }
  const best = yield* factorizeBest(startProblems(context, problem, fixed, known.factors), meter)
  const found = { ...best, isEarly: best.isEarly || isEarly }
  const outcome = fixed ? yield* goOnJointly(problem, found, parameters.jointIterationCount, meter) : found
  if (isWhole) return outcome
  const refined = yield* refineTemplates(context, outcome, runs, problem.fixedTemplates, meter)
  return yield* solveActivations(context, refined, meter)
}

/** Factors to begin with on the columns that were analysed: those of an earlier separation, NNDSVDa, or none. */
function* knownFactors(
  context: PlanContext,
  columns: readonly number[],
  fixed: FixedTemplates | null,
  meter: WorkMeter
): Generator<PlannedJob, KnownFactors, JobResult> {
  const { warmFactors, layout, channelCount, isJoint, parameters } = context
  if (warmFactors) {
    const whole = fitFactors(warmFactors, layout, channelCount, isJoint)
    const H = takeColumns(whole.H, layout.columnCount, columns)
    return { factors: { ...whole, columnCount: columns.length, H }, isEarly: false }
  }
  const rank = parameters.componentCount - (fixed?.count ?? 0)
  if (!isDecomposed(context) || rank === 0) return { factors: null, isEarly: false }
  return yield* planNndsvda(context, columns.length, rank, meter)
}

/** The factorization from each start. */
function startProblems(
  context: PlanContext,
  problem: NmfProblem,
  fixed: FixedTemplates | null,
  known: Factors | null
): NmfProblem[] {
  const { parameters, spectrogramCount } = context
  const start = startFactors({ ...problem, spectrogramCount, fixed, known })
  const isRandom = start.W === null || start.W.some(Number.isNaN)
  return Array.from({ length: isRandom ? parameters.startCount : 1 }, (_, index) => ({
    ...problem,
    seed: (parameters.seed + index) >>> 0,
    start
  }))
}

function isDecomposed({ parameters, warmFactors }: PlanContext): boolean {
  return parameters.initialisation === 'nndsvda' && warmFactors === null
}

function totalWork(context: PlanContext, columnCount: number, isWhole: boolean): number {
  const { parameters, spectrogramCount } = context
  return (
    learningWork(context) +
    analysisWork(columnCount, spectrogramCount) +
    (isDecomposed(context) ? nndsvdaWork(context, columnCount, parameters.componentCount) : 0) +
    startsWork(nmfProblem(context, columnCount), parameters.startCount) +
    factorizationWork({ ...nmfProblem(context, columnCount), iterationCount: parameters.jointIterationCount }) +
    (isWhole ? 0 : refinementWork(context) + activationsWork(context))
  )
}
