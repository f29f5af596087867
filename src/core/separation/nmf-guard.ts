import type { NmfContext } from './nmf-context'
import { calmIterations, toleranceIterations } from './nmf-schedule'
import { acceptFactors, restoreFactors } from './nmf-snapshots'
import type { CostPoint } from './parameters'

/** A rise of the cost by this share is rounding. */
const rounding = 1e-6

export interface Judgement {
  readonly costPoint: CostPoint
  readonly verdict: 'fell' | 'rose' | 'converged'
}

/**
 * Writes down the cost after the iterations done so far. Its factors are kept, but where the updates have no proof and the cost
 * rose, they are put back to those of the cost before, and what follows is more careful: classical updates for a while, or with
 * penalties half the exponent from then on.
 */
export function judgeCost({ problem, schedule, arena, state }: NmfContext, cost: number): Judgement {
  const { tolerance } = problem
  const { iteration, lastCost } = state
  if (schedule.isGuarded && lastCost && !(cost <= lastCost.cost * (1 + rounding))) {
    restoreFactors(arena, state)
    state.calmUntil = iteration + calmIterations
    if (schedule.isPenalised) state.damping++
    const costPoint = { iteration, cost: lastCost.cost }
    state.addCost(costPoint)
    return { costPoint, verdict: 'rose' }
  }
  acceptFactors(arena, state)
  const costPoint = { iteration, cost }
  state.addCost(costPoint)
  const former = state.costs.find((point) => point.iteration === iteration - toleranceIterations)
  // with tolerance 0 not even a rise by rounding ends it
  const isConverged = tolerance > 0 && former !== undefined && former.cost - cost < tolerance * former.cost
  return { costPoint, verdict: isConverged ? 'converged' : 'fell' }
}
