import type { NmfArena } from './nmf-arena'
import type { CostPoint } from './parameters'

/**
 * normalising  Σ λ·V^β, with which costs are relative
 * summing      V on coarser cells
 * coarse       H on coarser cells, then the sums for W over them
 * sample       H of a sample of the columns, then the sums for W over them
 * update       H, then the sums for W, over all columns
 * project      the ratios of H, for updates with penalties
 * penalise     new H from ratios and penalties
 * accumulate   the sums for W with that H
 * closing      the cost of the last factors
 */
export const nmfPhases = [
  'normalising',
  'summing',
  'coarse',
  'sample',
  'update',
  'project',
  'penalise',
  'accumulate',
  'closing',
  'done'
] as const
export type NmfPhase = (typeof nmfPhases)[number]

const phasePlace = 0
const iterationPlace = 1
const samplePassPlace = 2
const measuresPlace = 3
const acceptedPlace = 4
const costCountPlace = 5
const calmUntilPlace = 6
const dampingPlace = 7
const coarseStagePlace = 8
const coarsePassPlace = 9

/** Where a factorization stands: named places of the shared memory. Written by one thread between phases. */
export class NmfState {
  constructor(readonly arena: NmfArena) {}

  get phase(): NmfPhase {
    return nmfPhases[this.arena.integers[phasePlace]]
  }
  set phase(phase: NmfPhase) {
    this.arena.integers[phasePlace] = nmfPhases.indexOf(phase)
  }

  /** iterations that are done */
  get iteration(): number {
    return this.arena.integers[iterationPlace]
  }
  set iteration(iteration: number) {
    this.arena.integers[iterationPlace] = iteration
  }

  /** passes over the sample in the present iteration */
  get samplePass(): number {
    return this.arena.integers[samplePassPlace]
  }
  set samplePass(count: number) {
    this.arena.integers[samplePassPlace] = count
  }

  /** whether the present phase measures the cost of the factors as they are before it */
  get measures(): boolean {
    return this.arena.integers[measuresPlace] !== 0
  }
  set measures(measures: boolean) {
    this.arena.integers[measuresPlace] = Number(measures)
  }

  /** which of the snapshots is that of the newest accepted cost, null before the first; the other is for the next */
  get accepted(): 0 | 1 | null {
    const place = this.arena.integers[acceptedPlace]
    return place === 0 ? null : place === 1 ? 0 : 1
  }
  set accepted(index: 0 | 1) {
    this.arena.integers[acceptedPlace] = index + 1
  }

  /** up to this iteration the updates are classical */
  get calmUntil(): number {
    return this.arena.integers[calmUntilPlace]
  }
  set calmUntil(iteration: number) {
    this.arena.integers[calmUntilPlace] = iteration
  }

  /** how often the exponent was halved */
  get damping(): number {
    return this.arena.integers[dampingPlace]
  }
  set damping(times: number) {
    this.arena.integers[dampingPlace] = times
  }

  /** stage of the coarse start */
  get coarseStage(): number {
    return this.arena.integers[coarseStagePlace]
  }
  set coarseStage(index: number) {
    this.arena.integers[coarseStagePlace] = index
  }

  /** passes that are done in the present stage of the coarse start */
  get coarsePass(): number {
    return this.arena.integers[coarsePassPlace]
  }
  set coarsePass(count: number) {
    this.arena.integers[coarsePassPlace] = count
  }

  /** Σ λ·V^β */
  get normaliser(): number {
    return this.arena.numbers[0]
  }
  set normaliser(sum: number) {
    this.arena.numbers[0] = sum
  }

  get costs(): CostPoint[] {
    const { costs, costIterations, integers } = this.arena
    return Array.from({ length: integers[costCountPlace] }, (_, index) => ({
      iteration: costIterations[index],
      cost: costs[index]
    }))
  }

  /** the newest cost, null before the first */
  get lastCost(): CostPoint | null {
    return this.costs.at(-1) ?? null
  }

  addCost({ iteration, cost }: CostPoint): void {
    const index = this.arena.integers[costCountPlace]++
    this.arena.costs[index] = cost
    this.arena.costIterations[index] = iteration
  }

  /** Nothing done yet. */
  reset(): void {
    this.arena.integers.fill(0)
    this.arena.numbers.fill(0)
  }
}
