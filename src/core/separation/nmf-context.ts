import type { NmfKernel } from '../kernels/nmf-kernel'
import type { NmfArena } from './nmf-arena'
import type { NmfProblem } from './nmf-problem'
import { measuredEvery, type NmfSchedule } from './nmf-schedule'
import type { NmfState } from './nmf-state'
import type { NmfValues } from './nmf-values'

/** What one thread has of a factorization. */
export interface NmfContext {
  readonly problem: NmfProblem
  readonly schedule: NmfSchedule
  readonly values: NmfValues
  readonly arena: NmfArena
  readonly state: NmfState
  /** of what the present phase is about */
  readonly kernel: NmfKernel
}

/** Exponent of the ratios in the present pass. */
export function passExponent({ schedule, state }: NmfContext): number {
  const exponent = state.iteration < state.calmUntil ? schedule.classicalExponent : schedule.exponent
  return exponent * 2 ** -state.damping
}

/** Iterations in the present pass: without templates to update it holds all updates of H up to the next cost. */
export function passIterations({ problem, schedule, state }: NmfContext): number {
  if (schedule.hasFreeTemplates) return 1
  // penalties are of all columns: each of their updates is a pass
  if (schedule.isPenalised) return 1
  return Math.min(measuredEvery - (state.iteration % measuredEvery), problem.iterationCount - state.iteration)
}
