import type { Factors } from './factors'
import type { CostPoint } from './parameters'

/** One factorization of a spectrogram that is in memory. */
export interface NmfProblem {
  readonly binCount: number
  readonly columnCount: number
  /** 1, or more for a joint model of the channels: V then holds one spectrogram for each */
  readonly channelCount: number
  readonly rank: number
  readonly beta: number
  readonly iterationCount: number
  /** ends early when ten iterations together lowered the cost by less than this share of it; 0 never does */
  readonly tolerance: number
  readonly updates: 'fast' | 'exact'
  readonly seed: number
  /** what is not given starts at random */
  readonly start: StartFactors
  /** for each component whether w_k stays as it was given; null: none does */
  readonly fixedTemplates: readonly boolean[] | null
  /** for each component whether h_k stays as it was given; null: none does */
  readonly fixedActivations: readonly boolean[] | null
  /** weights of temporal continuity and of sparsity, 0 for none; added to the cost, both independent of the level of V */
  readonly continuity: number
  readonly sparsity: number
  /** switches components off that explain nothing (automatic relevance determination); see relevance.ts */
  readonly prunes: boolean
  /** (bins × columns) λ(f, n) ≥ 0, column after column, 0 to ignore a bin; null: all 1. For all channels alike. */
  readonly weights: Float32Array | null
}

/** Factors to begin with, in the layout of Factors, H at the level of the recording; NaN as first value of w_k or h_k: at random */
export interface StartFactors {
  /** (bins × rank) */
  readonly W: Float32Array | null
  /** (rank × columns) */
  readonly H: Float32Array | null
  /** `[channel * rank + k]` */
  readonly channelGains: Float32Array | null
}

/** Whether H is updated from projections, with terms added to numerators and denominators. */
export function hasPenalties(problem: NmfProblem): boolean {
  return problem.continuity > 0 || problem.sparsity > 0 || problem.prunes
}

/** An NMFD: templates of several columns. KL, classical updates. */
export interface NmfdProblem {
  readonly binCount: number
  readonly columnCount: number
  readonly rank: number
  readonly lagCount: number
  readonly iterationCount: number
  readonly tolerance: number
  readonly seed: number
}

export interface NmfOutcome {
  readonly factors: Factors
  /** where the cost was measured; the last one is that of the factors, unless it was ended early */
  readonly costs: readonly CostPoint[]
  /** whether the person ended it */
  readonly isEarly: boolean
}

/**
 * A factorization as threads do it together: a row of phases, in each of which every chunk is run once, by any thread and in any
 * order; then one thread finishes the phase. All state lies in memory that the threads share.
 */
export interface ChunkMachine {
  /** how many chunks the present phase has; it does not depend on the number of threads */
  readonly chunkCount: number
  readonly isDone: boolean
  /** whether the factors are of all columns yet: before, there is nothing to end early with */
  readonly isWhole: boolean
  /** Does one chunk of the present phase. When `shouldStop` says so (asked every few milliseconds) it ends early. */
  runChunk(chunk: number, shouldStop: () => boolean): void
  /** Adds up in fixed order and goes on to the next phase. Called by one thread when all chunks are done. */
  finishPhase(): MachineStep | null
  /** The factors as they stand, copied; `isEarly`: those of the last cost that was measured, if there is one. */
  outcome(isEarly: boolean): NmfOutcome
}

/** What the person is told: iterations done, and the newest cost if one was measured. */
export interface MachineStep {
  readonly iteration: number
  readonly costPoint: CostPoint | null
}
