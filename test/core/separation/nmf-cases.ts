import fc from 'fast-check'
import { createRandom } from '@core/math/random'
import { factorize } from '@core/separation/nmf'
import type { NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'

/** A small problem with nothing special about it. */
export function problemOf(options: Partial<NmfProblem>): NmfProblem {
  return {
    binCount: 12,
    columnCount: 20,
    channelCount: 1,
    rank: 3,
    beta: 1,
    iterationCount: 15,
    tolerance: 0,
    updates: 'exact',
    seed: 1,
    start: { W: null, H: null, channelGains: null },
    fixedTemplates: null,
    fixedActivations: null,
    continuity: 0,
    sparsity: 0,
    prunes: false,
    weights: null,
    ...options
  }
}

export function randomMagnitudes(problem: NmfProblem, seed: number, level = 1): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: problem.binCount * problem.columnCount * problem.channelCount }, () =>
    random() < 0.1 ? 0 : level * random() ** 3
  )
}

/** A product of random factors with gaps, in all values off by up to a tenth. */
export function mixture(problem: NmfProblem, partCount: number, seed: number): Float32Array {
  const { binCount, columnCount } = problem
  const random = createRandom(seed)
  const rows = (length: number): number[] => Array.from({ length }, () => random() ** 4)
  const templates = rows(binCount * partCount)
  const activations = rows(columnCount * partCount)
  return Float32Array.from({ length: binCount * columnCount }, (_, i) => {
    const [f, n] = [i % binCount, Math.floor(i / binCount)]
    let value = 0
    for (let k = 0; k < partCount; k++) value += templates[k * binCount + f] * activations[k * columnCount + n]
    return value * (0.9 + 0.2 * random())
  })
}

export function run(V: Float32Array, problem: NmfProblem): NmfOutcome {
  const steps = factorize(V, problem)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

export function lastCost({ costs }: NmfOutcome): number {
  return costs.at(-1)?.cost ?? NaN
}

/** Whether no cost is above the one before but for rounding. */
export function neverRises({ costs }: NmfOutcome): boolean {
  return costs.every(({ cost }, i) => i === 0 || cost <= costs[i - 1].cost + 1e-5 * (costs[i - 1].cost + 1e-2))
}

export const seed = fc.integer({ min: 0, max: 0xffff_ffff })
export const beta = fc.oneof(fc.constantFrom(0, 0.5, 1, 1.5, 2), fc.double({ min: 0, max: 2, noNaN: true }))
