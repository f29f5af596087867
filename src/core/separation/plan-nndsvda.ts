import { interpolateColumns } from './activation-rows'
import type { Factors } from './factors'
import type { JobResult, PlannedJob } from './jobs'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { nndsvda } from './nndsvda'
import { factorizationWork, type WorkMeter } from './plan-progress'
import { nmfProblem, type PlanContext } from './plan-request'

const columnLimit = 2048
/** of H alone, from what lies between the columns that were read */
const followingIterations = 5

/** Factors to begin with, null when there are none, and whether the person ended their making. */
export interface KnownFactors {
  readonly factors: Factors | null
  readonly isEarly: boolean
}

/**
 * NNDSVDa of the V that was analysed last, in the mean over its channels. When V has more than 2048 columns, of so many that are
 * evenly spread; the activations of all then follow from the templates by a few updates. Silence has no factors.
 */
export function* planNndsvda(
  context: PlanContext,
  columnCount: number,
  rank: number,
  meter: WorkMeter
): Generator<PlannedJob, KnownFactors, JobResult> {
  const { layout, parameters, spectrogramCount } = context
  const { binCount } = layout
  const count = Math.min(columnCount, columnLimit)
  const columns = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * columnCount) / count))
  const planned = { stage: 'starts', iterationsBefore: 0 } as const
  const decomposition = meter(decompositionWork(count, rank))
  const read = (yield { job: { kind: 'read-columns', columns }, ...planned, ...decomposition }) as Float32Array
  const V = meanOfSpectrograms(read, binCount, spectrogramCount)
  const steps = nndsvda(V, { binCount, columnCount: count, rank, seed: parameters.seed })
  let step = steps.next()
  for (; !step.done; step = steps.next()) yield { job: { kind: 'pause' }, ...planned, ...meter(0) }
  const factors = step.value
  if (factors === null || count === columnCount) return { factors, isEarly: false }

  const all = Array.from({ length: columnCount }, (_, n) => n)
  const problem = {
    ...followingProblem(context, columnCount, factors.rank),
    start: { W: factors.W, H: interpolateColumns(factors.H, columns, all), channelGains: null },
    fixedTemplates: new Array<boolean>(factors.rank).fill(true)
  }
  const work = factorizationWork({ ...problem, isFixed: true })
  return (yield { job: { kind: 'factorize', problem }, ...planned, ...meter(work) }) as NmfOutcome
}

/** Work of planNndsvda. */
export function nndsvdaWork(context: PlanContext, columnCount: number, rank: number): number {
  const following = factorizationWork({ ...followingProblem(context, columnCount, rank), isFixed: true })
  return decompositionWork(Math.min(columnCount, columnLimit), rank) + (columnCount > columnLimit ? following : 0)
}

/** Six products with a matrix of so many columns; measured: as long as 36 updates each. */
function decompositionWork(columnCount: number, rank: number): number {
  return 36 * columnCount * (rank + 10)
}

function followingProblem(context: PlanContext, columnCount: number, rank: number): NmfProblem {
  return { ...nmfProblem(context, columnCount), rank, iterationCount: followingIterations }
}

function meanOfSpectrograms(columns: Float32Array, binCount: number, spectrogramCount: number): Float32Array {
  if (spectrogramCount === 1) return columns
  const mean = new Float32Array(columns.length / spectrogramCount)
  for (let i = 0; i < columns.length; i++) {
    const column = Math.floor(i / (binCount * spectrogramCount))
    mean[column * binCount + (i % binCount)] += columns[i] / spectrogramCount
  }
  return mean
}
