import type { NmfdArena } from './nmfd-arena'
import type { CostPoint } from './parameters'

/**
 * starting     what follows from the templates of the start
 * project      W_τᵀ·(V/M) of every column, and the cost before where it is measured
 * shift        new H, from the projections of the columns that an activation reaches
 * accumulate   the sums for W with that H
 * closing      the cost of the last factors
 */
export const nmfdPhases = ['starting', 'project', 'shift', 'accumulate', 'closing', 'done'] as const
export type NmfdPhase = (typeof nmfdPhases)[number]

const phasePlace = 0
const iterationPlace = 1
const costCountPlace = 2

/** Where an NMFD stands, in the shared memory. Written by one thread between phases. */
export class NmfdState {
  constructor(readonly arena: NmfdArena) {}

  get phase(): NmfdPhase {
    return nmfdPhases[this.arena.integers[phasePlace]]
  }
  set phase(phase: NmfdPhase) {
    this.arena.integers[phasePlace] = nmfdPhases.indexOf(phase)
  }

  /** iterations that are done */
  get iteration(): number {
    return this.arena.integers[iterationPlace]
  }
  set iteration(iteration: number) {
    this.arena.integers[iterationPlace] = iteration
  }

  get costs(): CostPoint[] {
    const { costs, costIterations, integers } = this.arena
    return Array.from({ length: integers[costCountPlace] }, (_, index) => ({
      iteration: costIterations[index],
      cost: costs[index]
    }))
  }

  addCost({ iteration, cost }: CostPoint): void {
    const index = this.arena.integers[costCountPlace]++
    this.arena.costs[index] = cost
    this.arena.costIterations[index] = iteration
  }
}
