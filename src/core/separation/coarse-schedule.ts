import { coarseGrid, type CoarseGrid } from './coarse-grid'
import { hasPenalties, type NmfProblem } from './nmf-problem'

/** One factorization on coarser cells. */
export interface CoarseStage {
  readonly grid: CoarseGrid
  readonly rank: number
  readonly passes: number
  /** passes at first that are classical: what has been random or joined is over-relaxed only after them */
  readonly gentlePasses: number
}

export interface CoarseSchedule {
  readonly stages: readonly CoarseStage[]
  /** iterations on all cells that take as long as the whole start */
  readonly iterations: number
}

/*
 * The constants were tried with K = 16. The start takes the work of 5 iterations and ends in other minima than the classical way:
 * from one minute on, all of 18 runs (three signals of each length, two seeds) were at the cost of 100 classical iterations after
 * 10 to 21, of half a minute three in twelve were still 1 to 2 % above it after 50. Single bins for the lowest sixteenth only, or
 * columns by eight, ended 2 to 3 % higher.
 */

/** So many components for each of those wanted: too many find all parts, and those alike are then merged. */
const surplus = 2
const crowdedPasses = 25
const mergedPasses = 10
const finerPasses = 8
/** At a hop of a quarter window four columns hardly differ. */
const columnsPerGroup = 4
/** Groups of columns for each component, one minute at the default window for 16: with less its minima are no longer as good. */
const leastGroupsPerComponent = 40
const leastBins = 256
/** The start is worth while when so many times its work is to come. */
const leastShare = 4

/**
 * How a factorization begins on sums of neighbouring cells; null where it does not: only for β = 1, where the divergence of sums is
 * what the model of their cells says of them, from a random start, when nothing is fixed, weighted, penalised or of several channels.
 */
export function coarseSchedule(problem: NmfProblem): CoarseSchedule | null {
  const { binCount, columnCount, rank } = problem
  if (!isApplicable(problem)) return null
  const singleBins = 8 * Math.round(binCount / 64)
  const coarsest = coarseGrid(problem, { singleBins, binsPerGroup: 8, columnsPerGroup })
  const finer = coarseGrid(problem, { singleBins: 2 * singleBins, binsPerGroup: 4, columnsPerGroup })
  const stages: CoarseStage[] = [
    { grid: coarsest, rank: surplus * rank, passes: crowdedPasses, gentlePasses: 5 },
    { grid: coarsest, rank, passes: mergedPasses, gentlePasses: 2 },
    { grid: finer, rank, passes: finerPasses, gentlePasses: 2 }
  ]
  const work = stages.reduce((sum, stage) => sum + workOf(stage), 0)
  const iterations = Math.ceil(work / (binCount * columnCount * rank))
  return problem.iterationCount >= leastShare * iterations ? { stages, iterations } : null
}

function workOf({ grid, rank, passes }: CoarseStage): number {
  return grid.binCount * grid.columnCount * rank * passes
}

function isApplicable(problem: NmfProblem): boolean {
  const { updates, beta, channelCount, weights, binCount, columnCount, rank } = problem
  const { start, fixedTemplates, fixedActivations } = problem
  const isRandom = (rows: Float32Array | null): boolean => rows === null || rows.every(Number.isNaN)
  return (
    updates === 'fast' &&
    beta === 1 &&
    channelCount === 1 &&
    weights === null &&
    binCount >= leastBins &&
    columnCount >= leastGroupsPerComponent * columnsPerGroup * rank &&
    !hasPenalties(problem) &&
    !fixedTemplates?.includes(true) &&
    !fixedActivations?.includes(true) &&
    isRandom(start.W) &&
    isRandom(start.H)
  )
}
