import { factorFloor, smallestDenominator } from '../kernels/nmf-kernel'
import { power } from '../kernels/divergence'
import { kernelForm, type NmfArena } from './nmf-arena'
import type { NmfProblem } from './nmf-problem'
import { relevancePenalty } from './relevance'

/*
 * Penalties on activations. Each is a function of one activation's shape, not of its scale, so that it cannot be lowered by making
 * H smaller and W larger. Their slopes are taken at the former H: the ascending part joins the denominator of the update, the
 * descending one the numerator. Nothing proves that the cost then falls; the machine's guard sees to it.
 *
 *   continuity  Σ_n (h(n) − h(n−1))² / Σ_n h(n)²      mean over the components, times `continuity`·continuityUnit·Σ λ·V^β
 *   sparsity    Σ_n h(n) / √(N·Σ_n h(n)²)             alike, with sparsityUnit
 *   relevance   of Σ_f w(f)·Σ_n h(n), see relevance.ts
 *
 * See Virtanen 2007, IEEE Transactions on Audio, Speech, and Language Processing 15(3), section III for the first two.
 */

/** With a weight of 1 the penalty is heard a little, with 10 clearly, with 100 it rules. */
const continuityUnit = 0.01
const sparsityUnit = 0.01

/** Places in a component's five statistics. */
const heightSum = 0
const energy = 1
const change = 2
const templateSum = 3
/** slope of the relevance penalty by the component's size */
const relevanceSlope = 4

/**
 * Measures every component for the penalties, and the penalties themselves.
 *
 * @param normaliser Σ λ·V^β
 * @returns          Σ of all penalties, to be added to the divergence
 */
export function measurePenalties(problem: NmfProblem, arena: NmfArena, normaliser: number): number {
  const { continuity, sparsity, rank, columnCount, prunes } = problem
  measureComponents(problem, arena)
  let penalty = 0
  for (let k = 0; k < rank; k++) {
    const of = arena.statistics.subarray(5 * k, 5 * k + 5)
    penalty += ((continuity * continuityUnit * normaliser) / rank) * (of[change] / of[energy])
    penalty += ((sparsity * sparsityUnit * normaliser) / rank) * (of[heightSum] / Math.sqrt(columnCount * of[energy]))
    of[relevanceSlope] = 0
    if (!prunes) continue
    const { slope, cost } = relevancePenalty(of[heightSum] * of[templateSum], problem)
    of[relevanceSlope] = slope
    // counted from that of nothing, so that no cost is negative
    penalty += cost - relevancePenalty(0, problem).cost
  }
  return penalty
}

function measureComponents({ columnCount }: NmfProblem, { shape, W, H, statistics }: NmfArena): void {
  const { paddedRank } = shape
  statistics.fill(0)
  for (let n = 0; n < columnCount; n++) {
    for (let k = 0; k < paddedRank; k++) {
      const height = H[n * paddedRank + k]
      const difference = n > 0 ? height - H[(n - 1) * paddedRank + k] : 0
      statistics[5 * k + heightSum] += height
      statistics[5 * k + energy] += height * height
      statistics[5 * k + change] += difference * difference
    }
  }
  for (let i = 0; i < W.length; i++) statistics[5 * ((i >> 3) % paddedRank) + templateSum] += W[i]
}

/** Overwrites the projections of columns with the new H, from the projections and the former H of the column and its neighbours. */
export function penaliseHeights(options: {
  problem: NmfProblem
  arena: NmfArena
  normaliser: number
  exponent: number
  first: number
  end: number
}): void {
  const { problem, arena, normaliser, exponent, first } = options
  const { H, projections, statistics, shape, freeHeights } = arena
  const { paddedRank } = shape
  const { columnCount, rank } = problem
  const continuity = (problem.continuity * continuityUnit * normaliser) / rank
  const sparsity = (problem.sparsity * sparsityUnit * normaliser) / rank
  const end = Math.min(options.end, columnCount)
  for (let n = first; n < end; n++) {
    for (let k = 0; k < rank; k++) {
      const at = n * paddedRank + k
      const height = H[at]
      if (freeHeights[k] === 0) {
        projections[at] = height
        continue
      }
      const of = 5 * k
      const power2 = statistics[of + energy]
      let rising = statistics[of + relevanceSlope] * statistics[of + templateSum]
      let falling = 0
      if (continuity > 0) {
        const before = n > 0 ? H[at - paddedRank] : height
        const after = n + 1 < columnCount ? H[at + paddedRank] : height
        rising += (continuity * 4 * height) / power2
        falling += (continuity * 2 * (before + after + (height * statistics[of + change]) / power2)) / power2
      }
      if (sparsity > 0) {
        const root = Math.sqrt(columnCount * power2)
        rising += sparsity / root
        falling += (sparsity * height * statistics[of + heightSum]) / (root * power2)
      }
      const numerator = projections[at] + falling
      const denominator = heightDenominator(arena, n, k) + rising
      const ratio = numerator / Math.max(smallestDenominator, denominator)
      projections[at] = Math.max(factorFloor, height * power(ratio, exponent))
    }
  }
}

function heightDenominator({ shape, H, heightDenominators, projectedDenominators }: NmfArena, n: number, k: number) {
  const { paddedRank } = shape
  switch (kernelForm(shape)) {
    case 'sums':
      return heightDenominators[k]
    case 'full':
      return projectedDenominators[n * paddedRank + k]
    case 'gram': {
      let sum = 0
      for (let j = 0; j < paddedRank; j++) sum += H[n * paddedRank + j] * heightDenominators[k * paddedRank + j]
      return sum
    }
  }
}

/** Adds the relevance penalty's slope to the denominators of W in slot 0. */
export function penaliseTemplates(problem: NmfProblem, arena: NmfArena): void {
  const { statistics, denominators, shape, W, H, numerators } = arena
  const { paddedRank } = shape
  const form = kernelForm(shape)
  const rising = new Float64Array(paddedRank)
  for (let i = 0; i < problem.columnCount * paddedRank; i++) rising[i % paddedRank] += H[i]
  for (let k = 0; k < paddedRank; k++) rising[k] *= statistics[5 * k + relevanceSlope]
  if (form === 'sums') {
    for (let k = 0; k < paddedRank; k++) denominators[k] += rising[k]
  } else if (form === 'full') {
    for (let i = 0; i < W.length; i++) denominators[i] += rising[(i >> 3) % paddedRank]
  } else {
    // W·(HHᵀ) has no place for an addend: the numerator takes it, as a factor d / (d + addend)
    for (let i = 0; i < W.length; i++) {
      const k = (i >> 3) % paddedRank
      const first = i - 8 * k
      let denominator = 0
      for (let j = 0; j < paddedRank; j++) denominator += W[first + 8 * j] * denominators[k * paddedRank + j]
      numerators[i] *= denominator / Math.max(smallestDenominator, denominator + rising[k])
    }
  }
}
