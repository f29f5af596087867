import { tileColumns } from '../kernels/nmf-kernel'
import { snapBeta, updateExponent } from '../kernels/divergence'
import { coarseSchedule, type CoarseSchedule } from './coarse-schedule'
import { hasPenalties, type NmfProblem } from './nmf-problem'

/** The cost is measured after the first iteration on all columns, after every so many, and after the last. */
export const measuredEvery = 5
/** What a tolerance is about is the fall of the cost over so many iterations. */
export const toleranceIterations = 10

/*
 * The constants of the fast updates, tried with K = 16 on music and synthetic mixtures, six of 3 min and ten of 10 to 30 s. The
 * cost of 100 classical iterations takes the work of 14 to 50 with a sampled start, of 50 to 60 without.
 */

/**
 * The sampled start learns W from every 16th tile of columns, then from more. It begins as soon as the smallest sample has enough
 * tiles to stand for the recording.
 */
export const sampleLevels: readonly { readonly stride: number; readonly iterations: number }[] = [
  { stride: 16, iterations: 2 },
  { stride: 4, iterations: 6 },
  { stride: 2, iterations: 3 },
  { stride: 1, iterations: 1 }
]
const sampledIterations = sampleLevels.reduce((sum, { iterations }) => sum + iterations, 0)
const leastSampleTiles = 28
/** H of a tile that joins the sample is updated so often at first. */
export const freshHeightUpdates = 6
/** Passes over a sample that has just grown are classical at first. */
export const gentlePasses = 2
/** A sample is shared out in this many chunks whatever the number of threads. */
export const sampleChunkCount = 8
/** Exponent of the ratios in full passes, over-relaxed: below 2 the updates are stable near a minimum (Badeau et al. 2010). */
const relaxedExponent = 1.8
/**
 * Without a sampled start so many classical iterations come first for β = 1: over-relaxed at once, the random factors overshoot for
 * eight iterations, to four times their cost, and may come down in a worse valley. For β = 2 the cost ends higher with them.
 */
const gentleIterations = 5
/** After the start on coarser cells so many iterations on all cells are classical. */
export const spreadIterations = 2
/** After a cost that rose the updates are the classical ones for so many iterations. */
export const calmIterations = 20

/** What of the general machine a problem needs. */
export interface NmfSchedule {
  /** a start on sums of neighbouring cells; null: none */
  readonly coarse: CoarseSchedule | null
  /** iterations at the beginning that see a sample of the columns; 0: none */
  readonly sampledIterations: number
  /** the first cost is measured after so many iterations */
  readonly firstCostAt: number
  /** classical iterations before the others */
  readonly gentleIterations: number
  /** of the ratios as the textbook has it, with which the cost provably never rises */
  readonly classicalExponent: number
  /** of the ratios while the cost does not rise */
  readonly exponent: number
  /** whether a cost that rose is undone */
  readonly isGuarded: boolean
  readonly hasFreeTemplates: boolean
  readonly isPenalised: boolean
}

/**
 * How a problem is gone through. Fast: where it can be it begins on sums of neighbouring cells (coarseSchedule), else in long
 * recordings W is first learned from samples of the columns, small ones first; then full passes are over-relaxed under guard. Penalties and fixed activations are updated classically, and β < 1 with exponent 1
 * instead of 1/(2 − β), which has no proof but the guard.
 *
 * @see Badeau, Bertin & Vincent 2010, IEEE Transactions on Neural Networks 21(12) (exponents up to 2)
 */
export function nmfSchedule(problem: NmfProblem): NmfSchedule {
  const { columnCount, iterationCount, rank } = problem
  const beta = snapBeta(problem.beta)
  const isPenalised = hasPenalties(problem)
  const classicalExponent = updateExponent(beta)
  const hasFreeTemplates = !problem.fixedTemplates || problem.fixedTemplates.includes(false) || problem.channelCount > 1
  const isFast = problem.updates === 'fast' && !isPenalised && !problem.fixedActivations?.includes(true)
  const tileCount = Math.ceil(columnCount / tileColumns)
  const { W } = problem.start
  const isKnown = W !== null && !Array.from({ length: rank }, (_, k) => W[k * problem.binCount]).some(Number.isNaN)
  const isLong = tileCount >= leastSampleTiles * sampleLevels[0].stride && iterationCount >= 2 * sampledIterations
  const coarse = coarseSchedule(problem)
  const isSampled = coarse === null && isFast && isLong && hasFreeTemplates && !isKnown
  return {
    coarse,
    sampledIterations: isSampled ? sampledIterations : 0,
    firstCostAt: coarse ? coarse.iterations + 1 : isSampled ? sampledIterations : 1,
    gentleIterations: isFast && beta === 1 && coarse === null && !isSampled && !isKnown ? gentleIterations : 0,
    classicalExponent,
    exponent: isFast ? (beta < 1 ? 1 : relaxedExponent) : classicalExponent,
    isGuarded: isFast || isPenalised,
    hasFreeTemplates,
    isPenalised
  }
}

/** The most costs that are ever measured. */
export function costPointLimit({ iterationCount }: NmfProblem): number {
  return Math.ceil(iterationCount / measuredEvery) + 4
}
