import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import type { NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'
import { lastCost, mixture, neverRises, problemOf, randomMagnitudes, run, seed } from './nmf-cases'

const updates = fc.constantFrom('exact' as const, 'fast' as const)

/** Random templates, each summing to 1 as float32 has it. */
function randomTemplates({ binCount, rank }: NmfProblem, seed: number): Float32Array {
  const random = createRandom(seed)
  const W = new Float32Array(binCount * rank)
  for (let k = 0; k < rank; k++) {
    const template = Float64Array.from({ length: binCount }, () => (random() < 0.2 ? 0 : random()))
    const sum = template.reduce((total, value) => total + value, 0)
    W.set(
      template.map((value) => value / sum),
      k * binCount
    )
  }
  return W
}

function activationOf({ factors }: NmfOutcome, k: number): Float32Array {
  return factors.H.subarray(k * factors.columnCount, (k + 1) * factors.columnCount)
}

/** Σ (h(n) − h(n−1))² / Σ h(n)² */
function roughness(activation: Float32Array): number {
  let change = 0
  for (let n = 1; n < activation.length; n++) change += (activation[n] - activation[n - 1]) ** 2
  return change / activation.reduce((sum, height) => sum + height * height, 0)
}

/** Share of an activation's values that are below a hundredth of its highest. */
function emptyShare(activation: Float32Array): number {
  const highest = Math.max(...activation)
  return activation.filter((height) => height < highest / 100).length / activation.length
}

function mean(outcome: NmfOutcome, measure: (activation: Float32Array) => number): number {
  const { rank } = outcome.factors
  return Array.from({ length: rank }, (_, k) => measure(activationOf(outcome, k))).reduce((a, b) => a + b, 0) / rank
}

describe('fixed factors', () => {
  it('never move a bit, whatever else does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 0.5, 1, 2),
        updates,
        seed,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(0, 5),
        (beta, updates, seed, fixedTemplates, fixedActivations, continuity) => {
          const base = problemOf({ rank: 4, beta, updates, seed, iterationCount: 12, continuity })
          const W = randomTemplates(base, seed ^ 1)
          const H = Float32Array.from({ length: 80 }, createRandom(seed ^ 2))
          const start = { W, H, channelGains: null }
          const outcome = run(randomMagnitudes(base, seed), { ...base, start, fixedTemplates, fixedActivations })
          expect(neverRises(outcome)).toBe(true)
          for (let k = 0; k < 4; k++) {
            const template = outcome.factors.W.subarray(12 * k, 12 * k + 12)
            if (fixedTemplates[k]) expect(template).toEqual(W.subarray(12 * k, 12 * k + 12))
            else expect(template).not.toEqual(W.subarray(12 * k, 12 * k + 12))
            if (fixedActivations[k]) expect(activationOf(outcome, k)).toEqual(H.subarray(20 * k, 20 * k + 20))
            else expect(activationOf(outcome, k)).not.toEqual(H.subarray(20 * k, 20 * k + 20))
          }
        }
      ),
      { numRuns: 60 }
    )
  })

  it.each([0, 1, 2])('find the activations of known templates (β = %d)', (beta) => {
    for (const updates of ['exact', 'fast'] as const) {
      const problem = problemOf({ binCount: 30, columnCount: 50, rank: 3, beta, updates, iterationCount: 200 })
      const W = randomTemplates(problem, 5).map((value) => value + 1e-3)
      for (let k = 0; k < 3; k++) {
        const template = W.subarray(30 * k, 30 * k + 30)
        const sum = template.reduce((total, value) => total + value, 0)
        template.forEach((value, f) => (template[f] = value / sum))
      }
      const random = createRandom(8)
      const H = Float32Array.from({ length: 150 }, () => 0.1 + random())
      const V = Float32Array.from({ length: 1500 }, (_, i) => {
        let value = 0
        for (let k = 0; k < 3; k++) value += W[30 * k + (i % 30)] * H[50 * k + Math.floor(i / 30)]
        return value
      })
      const start = { W, H: null, channelGains: null }
      const { factors } = run(V, { ...problem, start, fixedTemplates: [true, true, true] })
      factors.H.forEach((height, i) => expect(Math.abs(height - H[i])).toBeLessThan(0.02))
    }
  })

  it('are refused when they are not given', () => {
    const problem = problemOf({ fixedTemplates: [true, false, false] })
    expect(() => run(new Float32Array(240), problem)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('a given start', () => {
  it('is gone on with where it was left', () => {
    const problem = problemOf({ binCount: 30, columnCount: 40, rank: 4, iterationCount: 20 })
    const V = mixture(problem, 4, 1)
    const first = run(V, problem)
    const { W, H } = first.factors
    const second = run(V, { ...problem, start: { W, H, channelGains: null } })
    expect(second.costs[0].cost).toBeLessThanOrEqual(lastCost(first) * (1 + 1e-5))
    const whole = run(V, { ...problem, iterationCount: 40 })
    expect(lastCost(second)).toBeCloseTo(lastCost(whole), 4)
  })

  it('leaves components at random where it says so, the same ones as without a start', () => {
    const problem = problemOf({ iterationCount: 1 })
    const V = randomMagnitudes(problem, 9)
    const none = run(V, problem)
    const W = new Float32Array(36).fill(NaN)
    const H = new Float32Array(60).fill(NaN)
    expect(run(V, { ...problem, start: { W, H, channelGains: null } })).toEqual(none)
    W.fill(1 / 12, 0, 12)
    expect(run(V, { ...problem, start: { W, H: null, channelGains: null } }).factors.W).not.toEqual(none.factors.W)
  })

  it.each([
    [-1, 'negative-value'],
    [Infinity, 'invalid-argument']
  ])('is refused with %d in it', (value, code) => {
    const W = new Float32Array(36).fill(1 / 12)
    W[20] = value
    const problem = problemOf({ start: { W, H: null, channelGains: null } })
    expect(() => run(new Float32Array(240), problem)).toThrow(expect.objectContaining({ code }))
  })
})

describe('weights', () => {
  it.each([0, 0.5, 1, 2])('of 0 keep what is there from having any influence (β = %d)', (beta) => {
    for (const updates of ['exact', 'fast'] as const) {
      const weights = new Float32Array(240).fill(1)
      for (let i = 0; i < 240; i += 7) weights[i] = 0
      weights.fill(0, 60, 72)
      for (let n = 0; n < 20; n++) weights[12 * n + 5] = 0
      const problem = problemOf({ beta, updates, weights })
      const V = randomMagnitudes(problem, 2).map((value) => value + 0.05)
      const other = V.map((value, i) => (weights[i] === 0 ? 3 : value))
      const [first, second] = [run(V, problem), run(other, problem)]
      expect(lastCost(second)).toBeCloseTo(lastCost(first), 4)
      expect(first.factors.H.every(Number.isFinite)).toBe(true)
      first.factors.W.forEach((value, i) => expect(second.factors.W[i]).toBeCloseTo(value, 3))
    }
  })

  it('that are all alike change nothing', () => {
    const problem = problemOf({ beta: 1 })
    const V = randomMagnitudes(problem, 2)
    const weighted = run(V, { ...problem, weights: new Float32Array(240).fill(0.5) })
    expect(lastCost(weighted)).toBeCloseTo(lastCost(run(V, problem)), 5)
  })
})

describe('penalties', () => {
  const problem = problemOf({ binCount: 20, columnCount: 60, rank: 4, iterationCount: 50 })
  const V = mixture(problem, 4, 6)

  it.each([0, 0.5, 1, 2])('continuity smooths activations (β = %d)', (beta) => {
    const free = run(V, { ...problem, beta })
    const smooth = run(V, { ...problem, beta, continuity: 100 })
    expect(neverRises(smooth)).toBe(true)
    expect(lastCost(smooth)).toBeLessThan(0.8 * smooth.costs[0].cost)
    expect(mean(smooth, roughness)).toBeLessThan(0.5 * mean(free, roughness))
  })

  it.each([0, 0.5, 1, 2])('sparsity empties activations (β = %d)', (beta) => {
    const free = run(V, { ...problem, beta })
    const sparse = run(V, { ...problem, beta, sparsity: 100 })
    expect(neverRises(sparse)).toBe(true)
    expect(lastCost(sparse)).toBeLessThan(0.8 * sparse.costs[0].cost)
    expect(mean(sparse, emptyShare)).toBeGreaterThan(mean(free, emptyShare) + 0.1)
  })

  it('weigh the same at any level of V', () => {
    const penalised = { ...problem, continuity: 10, sparsity: 5 }
    const loud = run(
      V.map((value) => 1000 * value),
      penalised
    )
    expect(lastCost(loud)).toBeCloseTo(lastCost(run(V, penalised)), 4)
  })

  it('never raise the total cost, however strong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 0.5, 1, 2),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.boolean(),
        seed,
        (beta, continuity, sparsity, prunes, seed) => {
          const outcome = run(randomMagnitudes(problemOf({}), seed), {
            ...problemOf({ beta, seed, iterationCount: 40 }),
            ...{ continuity, sparsity, prunes }
          })
          expect(neverRises(outcome)).toBe(true)
          expect(outcome.factors.H.every(Number.isFinite)).toBe(true)
        }
      ),
      { numRuns: 25 }
    )
  })

  it.each([0, 1, 2])('relevance switches off what a mixture does not need (β = %d)', (beta) => {
    const crowded = { ...problem, binCount: 30, rank: 10, iterationCount: 150, beta, prunes: true }
    const outcome = run(mixture(crowded, 3, 4), crowded)
    const sizes = Array.from({ length: 10 }, (_, k) =>
      activationOf(outcome, k).reduce((sum, height) => sum + height, 0)
    )
    const largest = Math.max(...sizes)
    const alive = sizes.filter((size) => size > 1e-3 * largest).length
    expect(alive).toBeGreaterThan(0)
    expect(alive).toBeLessThan(10)
  })
})
