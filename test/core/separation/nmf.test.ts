import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaDivergence } from '@core/kernels/divergence'
import { initialFactors } from '@core/separation/initial-factors'
import type { NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'
import { beta, lastCost, neverRises, problemOf, randomMagnitudes, run, seed } from './nmf-cases'

function isUsable({ factors }: NmfOutcome): boolean {
  const isValid = (value: number): boolean => value >= 0 && Number.isFinite(value)
  return factors.W.every(isValid) && factors.H.every(isValid)
}

describe('factorize', () => {
  it('never raises the cost, stays non-negative and keeps templates summing to 1, for any β, few columns, many components', () => {
    fc.assert(
      fc.property(
        beta,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        seed,
        fc.constantFrom('exact' as const, 'fast' as const),
        (beta, rank, binCount, columnCount, seed, updates) => {
          const problem = problemOf({ beta, rank, binCount, columnCount, seed, updates, iterationCount: 25 })
          const result = run(randomMagnitudes(problem, seed ^ 5), problem)
          expect(isUsable(result)).toBe(true)
          expect(neverRises(result)).toBe(true)
          for (let k = 0; k < rank; k++) {
            const sum = result.factors.W.subarray(k * binCount, (k + 1) * binCount).reduce((a, b) => a + b, 0)
            expect(sum).toBeCloseTo(1, 4)
          }
        }
      ),
      { numRuns: 60 }
    )
  })

  it('reports the cost of the factors that it returns', () => {
    for (const beta of [0, 0.5, 1, 1.5, 2]) {
      const problem = problemOf({ beta, binCount: 530, columnCount: 37, rank: 5 })
      const V = randomMagnitudes(problem, 3).map((value) => value + 0.01)
      const { factors, costs } = run(V, problem)
      expect(costs.map(({ iteration }) => iteration)).toEqual([1, 5, 10, 15])
      const x = Float64Array.from(V)
      const y = x.map((_, i) => productAt(factors.W, factors.H, problem, i))
      const divergence = betaDivergence({ x, y, first: 0, count: x.length, beta })
      const normaliser = x.reduce((sum, value) => sum + value ** beta, 0)
      expect(costs.at(-1)?.cost).toBeCloseTo(divergence / normaliser, 5)
    }
  })

  it.each([0, 0.5, 1, 1.7, 2])('agrees with a plain double-precision factorization (β = %d)', (beta) => {
    const problem = problemOf({ beta, binCount: 7, columnCount: 9, rank: 3, iterationCount: 12, seed: 42 })
    const V = randomMagnitudes(problem, 11).map((value) => value + 0.05)
    const { factors } = run(V, problem)
    const plain = plainFactorize(V, problem)
    // float32 storage rounds each of 12 iterations: 1e-4 of the largest value is far above that and far below a wrong formula
    for (let i = 0; i < factors.W.length; i++) expect(Math.abs(factors.W[i] - plain.W[i])).toBeLessThan(1e-4)
    const highest = Math.max(...plain.H)
    for (let i = 0; i < factors.H.length; i++) expect(Math.abs(factors.H[i] - plain.H[i])).toBeLessThan(1e-4 * highest)
  })

  it('finds the parts of a product of two components', () => {
    const problem = problemOf({ binCount: 40, columnCount: 50, rank: 2, iterationCount: 300 })
    const V = new Float32Array(2000)
    for (let n = 0; n < 50; n++) {
      for (let f = 0; f < 40; f++) {
        V[n * 40 + f] = (f % 7 === 0 ? Math.exp(-(n % 13)) : 0) + (f % 5 === 1 ? Math.abs(Math.sin(n / 4)) : 0)
      }
    }
    expect(lastCost(run(V, problem))).toBeLessThan(1e-3)
  })

  it('gives the same bits for the same seed and others for another', () => {
    const problem = problemOf({ rank: 5 })
    const V = randomMagnitudes(problem, 7)
    const first = run(V, problem)
    expect(run(V, problem)).toEqual(first)
    expect(run(V, { ...problem, seed: 2 }).factors.W).not.toEqual(first.factors.W)
  })

  it('follows the level of V and nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 1.5, 2), fc.constantFrom(2 ** -20, 2 ** 10, 2 ** -100, 3e-7), (beta, level) => {
        const problem = problemOf({ beta })
        const reference = run(randomMagnitudes(problem, 4), problem)
        const scaled = run(randomMagnitudes(problem, 4, level), problem)
        expect(lastCost(scaled)).toBeCloseTo(lastCost(reference), 5)
        scaled.factors.W.forEach((value, i) => expect(value).toBeCloseTo(reference.factors.W[i], 3))
        scaled.factors.H.forEach((value, i) => expect(value / level).toBeCloseTo(reference.factors.H[i], 2))
      }),
      { numRuns: 16 }
    )
  })

  it('does not mind the order of columns and of components', () => {
    const problem = problemOf({ rank: 3 })
    const V = randomMagnitudes(problem, 12)
    const W = Float32Array.from({ length: 36 }, (_, i) => (1 + (i % 5)) / 36)
    const H = Float32Array.from({ length: 60 }, (_, i) => 0.1 + (i % 7))
    const solve = (V: Float32Array, W: Float32Array, H: Float32Array) =>
      run(V, { ...problem, start: { W, H, channelGains: null } })
    const reference = solve(V, W, H)
    const turned = (rows: Float32Array, length: number): Float32Array =>
      rows.map((_, i) => rows[(Math.floor(i / length) + 1) * length >= rows.length ? i % length : i + length])
    const columns = (rows: Float32Array): Float32Array =>
      rows.map((_, i) => rows[20 * Math.floor(i / 20) + 19 - (i % 20)])
    const byComponent = solve(V, turned(W, 12), turned(H, 20))
    turned(reference.factors.H, 20).forEach((height, i) => expect(byComponent.factors.H[i]).toBeCloseTo(height, 3))
    const backwards = V.map((_, i) => V[12 * (19 - Math.floor(i / 12)) + (i % 12)])
    const byColumn = solve(backwards, W, columns(H))
    columns(reference.factors.H).forEach((height, i) => expect(byColumn.factors.H[i]).toBeCloseTo(height, 3))
    expect(lastCost(byColumn)).toBeCloseTo(lastCost(reference), 5)
  })

  it.each([0, 0.3, 1, 2])('makes nothing of silence, of one loud value and of denormals (β = %d)', (beta) => {
    const problem = problemOf({ beta, rank: 4 })
    const silence = new Float32Array(240)
    const silent = run(silence, problem)
    expect(silent.factors.H.every((value) => value === 0)).toBe(true)
    expect(silent.costs).toEqual([{ iteration: 15, cost: 0 }])
    const impulse = silence.slice().fill(1e6, 100, 101)
    const denormal = silence.map((_, i) => 1e-42 * (i % 5))
    const direct = silence.map((_, i) => (i % 12 === 0 ? 1 : 0))
    for (const V of [silence, impulse, denormal, direct]) {
      const result = run(V, problem)
      expect(isUsable(result)).toBe(true)
      expect(result.costs.every(({ cost }) => Number.isFinite(cost))).toBe(true)
      expect(result.factors.W.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4, 4)
    }
  })

  it.each([
    [-1e-9, 'negative-value'],
    [NaN, 'invalid-argument'],
    [Infinity, 'invalid-argument'],
    [-Infinity, 'invalid-argument']
  ])('refuses a V that holds %d', (value, code) => {
    const problem = problemOf({})
    const V = randomMagnitudes(problem, 1)
    V[200] = value
    expect(() => run(V, problem)).toThrow(expect.objectContaining({ code }))
  })

  it('refuses a V of another shape and a β out of range', () => {
    expect(() => run(new Float32Array(5), problemOf({}))).toThrow(expect.objectContaining({ code: 'shape-mismatch' }))
    expect(() => run(new Float32Array(240), problemOf({ beta: 2.1 }))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' })
    )
  })
})

function productAt(W: ArrayLike<number>, H: ArrayLike<number>, problem: NmfProblem, index: number): number {
  const { binCount, columnCount, rank } = problem
  const f = index % binCount
  const n = Math.floor(index / binCount)
  let product = 0
  for (let k = 0; k < rank; k++) product += W[k * binCount + f] * H[k * columnCount + n]
  return product
}

/** The textbook updates, nothing blocked, shared or scaled but the start. */
function plainFactorize(V: Float32Array, problem: NmfProblem): { W: number[]; H: number[] } {
  const { binCount, columnCount, rank, beta, iterationCount, seed } = problem
  const startW = new Float32Array(rank * binCount)
  const startH = new Float32Array(rank * columnCount)
  const gains = new Float32Array(rank)
  initialFactors({ rank, binCount, columnCount, channelCount: 1, seed, mean: 1, W: startW, H: startH, gains })
  const exponent = beta < 1 ? 1 / (2 - beta) : 1
  const mean = V.reduce((sum, value) => sum + value, 0) / V.length
  const W = [...startW]
  const H = [...startH].map((value) => value * mean)
  const ratios = (
    length: number,
    factorOf: (index: number, part: number) => [at: number, weight: number]
  ): number[] => {
    const up = new Array<number>(length).fill(0)
    const down = new Array<number>(length).fill(0)
    V.forEach((value, i) => {
      const model = productAt(W, H, problem, i)
      for (let k = 0; k < rank; k++) {
        const [at, weight] = factorOf(i, k)
        up[at] += weight * value * model ** (beta - 2)
        down[at] += weight * model ** (beta - 1)
      }
    })
    return up.map((value, i) => (value / down[i]) ** exponent)
  }
  for (let iteration = 0; iteration < iterationCount; iteration++) {
    const forH = ratios(H.length, (i, k) => [
      k * columnCount + Math.floor(i / binCount),
      W[k * binCount + (i % binCount)]
    ])
    forH.forEach((ratio, i) => (H[i] *= ratio))
    const forW = ratios(W.length, (i, k) => [
      k * binCount + (i % binCount),
      H[k * columnCount + Math.floor(i / binCount)]
    ])
    forW.forEach((ratio, i) => (W[i] *= ratio))
    for (let k = 0; k < rank; k++) {
      const sum = W.slice(k * binCount, (k + 1) * binCount).reduce((a, b) => a + b, 0)
      for (let f = 0; f < binCount; f++) W[k * binCount + f] /= sum
      for (let n = 0; n < columnCount; n++) H[k * columnCount + n] *= sum
    }
  }
  return { W, H }
}
