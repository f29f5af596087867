import type { Factors } from './factors'
import type { NmfdProblem, NmfOutcome, NmfProblem } from './nmf-problem'

/*
 * A separation is a plan: a generator that yields jobs and is given their results. Who runs it has the samples, the memory and
 * the threads: the engine runs jobs on worker threads, tests and simple callers on their own.
 */

export interface ColumnRun {
  readonly first: number
  readonly count: number
}

/**
 * V ← magnitudes of these columns of the recording, one run after the other; scaled to mean 1 in memory, the level kept beside it.
 * The mean of the channels' magnitudes, or for a joint model each channel's own. Result: null.
 */
export interface AnalyseJob {
  readonly kind: 'analyse'
  readonly runs: readonly ColumnRun[]
  readonly isJoint: boolean
  /** only what components of an earlier separation hold of it, V·m; left out: all */
  readonly mask?: ComponentMask
}

/** What some components of a product or stereo separation of the same columns hold together. */
export interface ComponentMask {
  readonly factors: Factors
  readonly indices: readonly number[]
}

/**
 * Columns of the V that was analysed last, by their place in it, at the level of the recording. Result: Float32Array,
 * `[(index * channels + channel) * binCount + f]`, channels 1 unless joint.
 */
export interface ReadColumnsJob {
  readonly kind: 'read-columns'
  readonly columns: readonly number[]
}

/** Factorizes the V that was analysed last. Result: NmfOutcome. */
export interface FactorizeJob {
  readonly kind: 'factorize'
  readonly problem: NmfProblem
}

export interface ConvolveJob {
  readonly kind: 'convolve'
  readonly problem: NmfdProblem
}

/** Nothing: the plan computes something longer itself and lets its runner look after other things meanwhile. Result: null. */
export interface PauseJob {
  readonly kind: 'pause'
}

export type Job = AnalyseJob | ReadColumnsJob | FactorizeJob | ConvolveJob | PauseJob
export type JobResult = null | Float32Array | NmfOutcome

export type Stage = 'spectrogram' | 'templates' | 'starts' | 'factorizing' | 'activations' | 'runs'

export interface PlannedJob {
  readonly job: Job
  /** what the person is told that goes on */
  readonly stage: Stage
  /** the part of the whole run, 0 … 1, at which the job begins and ends */
  readonly from: number
  readonly to: number
  /** iterations that earlier jobs made of the factorization that this one goes on with; add them to its own */
  readonly iterationsBefore: number
}

/** Yields jobs, is given their results, and returns the separation. `isEarly` results are wrapped up without delay. */
export type SeparationPlan = Generator<PlannedJob, NmfOutcome, JobResult>
