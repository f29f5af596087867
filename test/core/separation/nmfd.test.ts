import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReferenceKernel } from '@core/kernels/reference-kernel'
import { createWasmKernel, type KernelExports } from '@core/kernels/wasm-kernel'
import { createRandom } from '@core/math/random'
import type { Factors } from '@core/separation/factors'
import type { KernelFactory } from '@core/separation/phase-kernels'
import type { ChunkMachine, NmfdProblem } from '@core/separation/nmf-problem'
import { loadValues, nmfValues } from '@core/separation/nmf-values'
import { createNmfdMachine } from '@core/separation/nmfd'
import { nmfdArenaBytes, shapeOfNmfdValues } from '@core/separation/nmfd-arena'
import { startNmfd } from '@core/separation/nmfd-start'
import { kernelFolder } from '../../../scripts/build-kernels.mjs'
import { loadKernel } from '../../support/kernel-comparison'

const never = () => false

function machinesOf(
  problem: NmfdProblem,
  V: Float32Array,
  threadCount = 1,
  kernelsIn: (memory: WebAssembly.Memory) => KernelFactory = () => createReferenceKernel
): ChunkMachine[] {
  const byteLength = nmfdArenaBytes(problem, threadCount)
  const pages = Math.ceil(byteLength / 65_536)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true })
  const { buffer } = memory
  const createKernel = kernelsIn(memory)
  loadValues(nmfValues(shapeOfNmfdValues(problem), buffer), V)
  startNmfd(problem, buffer)
  return Array.from({ length: threadCount }, (_, threadIndex) =>
    createNmfdMachine({ problem, buffer, threadIndex, createKernel })
  )
}

interface RunOptions {
  readonly threadCount: number
  readonly isReversed: boolean
  readonly kernelsIn: (memory: WebAssembly.Memory) => KernelFactory
}

/** Runs to the end with chunks in an order of one's own, thread by thread in turn. */
function run(
  problem: NmfdProblem,
  V: Float32Array,
  { threadCount = 1, isReversed = false, kernelsIn }: Partial<RunOptions> = {}
) {
  const machines = machinesOf(problem, V, threadCount, kernelsIn)
  const steps = []
  for (let turn = 0; !machines[0].isDone; turn++) {
    const { chunkCount } = machines[0]
    for (let i = 0; i < chunkCount; i++) {
      machines[i % threadCount].runChunk(isReversed ? chunkCount - 1 - i : i, never)
    }
    const step = machines[turn % threadCount].finishPhase()
    if (step) steps.push(step)
  }
  return { ...machines[0].outcome(false), steps }
}

function randomMagnitudes(binCount: number, columnCount: number, seed: number): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: binCount * columnCount }, () => (random() < 0.2 ? 0 : random() ** 3))
}

function modelOf({ rank, binCount, columnCount, W, H }: Factors, lagCount: number): Float32Array {
  const M = new Float32Array(binCount * columnCount)
  for (let k = 0; k < rank; k++) {
    for (let lag = 0; lag < lagCount; lag++) {
      for (let n = lag; n < columnCount; n++) {
        for (let f = 0; f < binCount; f++) {
          M[n * binCount + f] += W[(k * lagCount + lag) * binCount + f] * H[k * columnCount + n - lag]
        }
      }
    }
  }
  return M
}

function relativeCost(V: Float32Array, M: Float32Array): number {
  let [divergence, sum] = [0, 0]
  V.forEach((v, i) => {
    divergence += (v > 0 ? v * Math.log(v / M[i]) : 0) - v + M[i]
    sum += v
  })
  return divergence / sum
}

const plain = { iterationCount: 12, tolerance: 0, seed: 1 }

describe('an NMFD', () => {
  it('never raises its cost, gives templates that sum to 1, and factors that are not negative', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 1e6 }),
        (binCount, columnCount, rank, lagCount, seed) => {
          const V = randomMagnitudes(binCount, columnCount, seed)
          const problem = { binCount, columnCount, rank, lagCount, ...plain, iterationCount: 31, seed }
          const { factors, costs } = run(problem, V)
          for (let i = 1; i < costs.length; i++) expect(costs[i].cost).toBeLessThanOrEqual(costs[i - 1].cost + 1e-6)
          for (const values of [factors.W, factors.H]) {
            expect(values.every((value) => value >= 0 && value < Infinity)).toBe(true)
          }
          const size = lagCount * binCount
          for (let k = 0; k < rank; k++) {
            const sum = factors.W.subarray(k * size, (k + 1) * size).reduce((total, value) => total + value, 0)
            expect(sum).toBeCloseTo(1, 4)
          }
        }
      ),
      { numRuns: 40 }
    )
  })

  it('tells the cost of the factors that come out, by the definition', () => {
    const [binCount, columnCount, lagCount] = [13, 37, 4]
    const V = randomMagnitudes(binCount, columnCount, 5)
    const { factors, costs, steps } = run({ binCount, columnCount, rank: 3, lagCount, ...plain }, V)
    expect(costs.map(({ iteration }) => iteration)).toEqual([1, 5, 10, 12])
    expect(costs.at(-1)!.cost).toBeCloseTo(relativeCost(V, modelOf(factors, lagCount)), 4)
    expect(steps.filter(({ costPoint }) => costPoint === null).map(({ iteration }) => iteration)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1)
    )
    expect(steps.flatMap(({ costPoint }) => costPoint ?? [])).toEqual(costs)
  })

  it('updates as the formulas say, also where a template reaches beyond the end', () => {
    const [binCount, columnCount, lagCount] = [5, 9, 3]
    const V = randomMagnitudes(binCount, columnCount, 8)
    const problem = { binCount, columnCount, rank: 1, lagCount, ...plain, iterationCount: 1 }
    const before = machinesOf(problem, V)[0].outcome(false).factors
    const after = run(problem, V).factors
    const [w, h] = [Float64Array.from(before.W), Float64Array.from(before.H)]
    const ratios = () => {
      const M = modelOf({ ...before, W: Float32Array.from(w), H: Float32Array.from(h) }, lagCount)
      return Float64Array.from(V, (v, i) => v / M[i])
    }
    const atH = ratios()
    for (let n = 0; n < columnCount; n++) {
      let [above, below] = [0, 0]
      for (let lag = 0; lag < lagCount && n + lag < columnCount; lag++) {
        for (let f = 0; f < binCount; f++) {
          above += w[lag * binCount + f] * atH[(n + lag) * binCount + f]
          below += w[lag * binCount + f]
        }
      }
      h[n] *= above / below
    }
    const atW = ratios()
    for (let lag = 0; lag < lagCount; lag++) {
      for (let f = 0; f < binCount; f++) {
        let [above, below] = [0, 0]
        for (let n = lag; n < columnCount; n++) {
          above += atW[n * binCount + f] * h[n - lag]
          below += h[n - lag]
        }
        w[lag * binCount + f] *= above / below
      }
    }
    const sum = w.reduce((total, value) => total + value, 0)
    after.W.forEach((value, i) => expect(value).toBeCloseTo(w[i] / sum, 4))
    after.H.forEach((value, n) => expect(value / (h[n] * sum)).toBeCloseTo(1, 3))
  })

  it('gives the same bits for any number of threads and order of chunks', () => {
    const problem = { binCount: 30, columnCount: 400, rank: 3, lagCount: 4, ...plain, iterationCount: 4 }
    const V = randomMagnitudes(30, 400, 3)
    const one = run(problem, V)
    for (const other of [run(problem, V, { isReversed: true }), run(problem, V, { threadCount: 3 })]) {
      expect(other.factors).toEqual(one.factors)
      expect(other.costs).toEqual(one.costs)
    }
  })

  it('is the same in WebAssembly within rounding', async () => {
    const module = (await loadKernel(kernelFolder, 'mul-add'))!
    const kernelsIn = (memory: WebAssembly.Memory): KernelFactory => {
      const { exports } = new WebAssembly.Instance(module, { env: { memory } })
      return (_, arrays, shape) => createWasmKernel(exports as unknown as KernelExports, arrays, shape, 'mul-add')
    }
    const problem = { binCount: 30, columnCount: 100, rank: 3, lagCount: 4, ...plain }
    const V = randomMagnitudes(30, 100, 3)
    const [wasm, reference] = [run(problem, V, { kernelsIn }), run(problem, V)]
    wasm.costs.forEach(({ cost }, i) => expect(cost).toBeCloseTo(reference.costs[i].cost, 5))
    const largest = Math.max(...reference.factors.W)
    wasm.factors.W.forEach((value, i) => expect(Math.abs(value - reference.factors.W[i])).toBeLessThan(1e-3 * largest))
  })

  it('follows the level of V, and its templates do not', () => {
    const problem = { binCount: 12, columnCount: 40, rank: 2, lagCount: 3, ...plain }
    const V = randomMagnitudes(12, 40, 3)
    const [quiet, loud] = [
      run(problem, V),
      run(
        problem,
        V.map((value) => value * 1024)
      )
    ]
    expect(loud.factors.W).toEqual(quiet.factors.W)
    expect(loud.factors.H).toEqual(quiet.factors.H.map((value) => value * 1024))
  })

  it('has activations of 0 for silence, at once', () => {
    const problem = { binCount: 12, columnCount: 40, rank: 2, lagCount: 3, ...plain }
    const { factors, costs, steps } = run(problem, new Float32Array(12 * 40))
    expect(factors.H.every((value) => value === 0)).toBe(true)
    expect(factors.W.every((value) => Number.isFinite(value))).toBe(true)
    expect(steps).toEqual([])
    expect(costs).toEqual([{ iteration: 12, cost: 0 }])
  })

  it('ends when ten iterations gain too little', () => {
    const problem = {
      binCount: 12,
      columnCount: 60,
      rank: 2,
      lagCount: 3,
      iterationCount: 500,
      tolerance: 0.1,
      seed: 2
    }
    const V = randomMagnitudes(12, 60, 3)
    const { costs, factors } = run(problem, V)
    expect(costs.at(-1)!.iteration).toBeLessThan(100)
    expect(costs.at(-1)!.cost).toBeCloseTo(relativeCost(V, modelOf(factors, 3)), 4)
  })

  it('gives the factors of the last cost when it is ended early', () => {
    const problem = { binCount: 12, columnCount: 60, rank: 2, lagCount: 3, ...plain }
    const V = randomMagnitudes(12, 60, 3)
    const [machine] = machinesOf(problem, V)
    for (let phases = 0; phases < 8; phases++) {
      for (let chunk = 0; chunk < machine.chunkCount; chunk++) machine.runChunk(chunk, never)
      machine.finishPhase()
    }
    machine.runChunk(0, () => true)
    const { factors, costs, isEarly } = machine.outcome(true)
    expect(isEarly).toBe(true)
    expect(costs.length).toBe(1)
    expect(costs[0].cost).toBeCloseTo(relativeCost(V, modelOf(factors, 3)), 4)
  })

  it.each([
    [{ rank: 0 }, [], 'invalid-argument'],
    [{ lagCount: 0 }, [], 'invalid-argument'],
    [{ iterationCount: 0 }, [], 'invalid-argument'],
    [{ tolerance: -1 }, [], 'invalid-argument'],
    [{}, [3, -1], 'negative-value'],
    [{}, [3, Infinity], 'invalid-argument'],
    [{}, [3, NaN], 'invalid-argument']
  ])('refuses %j with values %j', (change, [place, value], code) => {
    const V = randomMagnitudes(12, 40, 3)
    if (place !== undefined) V[place] = value
    const problem = { binCount: 12, columnCount: 40, rank: 2, lagCount: 3, ...plain, ...change }
    expect(() => machinesOf(problem, V)).toThrow(expect.objectContaining({ code }))
  })
})

describe('an NMFD of a drum loop', () => {
  const [binCount, columnCount, lagCount] = [24, 160, 8]
  /** A hit whose spectrum moves: a drum that falls, and one that is a burst with a bright tail. */
  const drums = [
    (f: number, lag: number) => Math.exp(-lag / 4) * Math.exp(-0.5 * ((f - 9 + lag) / 1.2) ** 2),
    (f: number, lag: number) => Math.exp(-lag / 3) * (lag < 2 ? (f > 4 ? 0.5 : 0.05) : f > 15 ? 0.5 : 0.01)
  ]
  const hits = [
    [0, 24, 56, 64, 100, 130],
    [12, 40, 60, 76, 104, 112, 140]
  ]
  const V = new Float32Array(binCount * columnCount)
  const parts = drums.map((drum, k) => {
    const part = new Float32Array(V.length)
    for (const hit of hits[k]) {
      for (let lag = 0; lag < lagCount && hit + lag < columnCount; lag++) {
        for (let f = 0; f < binCount; f++) part[(hit + lag) * binCount + f] += drum(f, lag)
      }
    }
    part.forEach((value, i) => (V[i] += value))
    return part
  })
  const problem = { binCount, columnCount, rank: 2, iterationCount: 150, tolerance: 0, seed: 3 }

  it('finds a component for each drum, and hits where they are', () => {
    const { factors } = run({ ...problem, lagCount }, V)
    const models = [0, 1].map((k) => {
      const H = factors.H.map((value, i) => (Math.floor(i / columnCount) === k ? value : 0))
      return modelOf({ ...factors, H }, lagCount)
    })
    const error = (part: Float32Array, model: Float32Array) =>
      part.reduce((sum, value, i) => sum + (value - model[i]) ** 2, 0) /
      part.reduce((sum, value) => sum + value ** 2, 0)
    const straight = error(parts[0], models[0]) + error(parts[1], models[1])
    const crossed = error(parts[0], models[1]) + error(parts[1], models[0])
    expect(Math.min(straight, crossed)).toBeLessThan(0.05)
  })

  it('says it far better than templates of one column, which are an NMF', () => {
    const evolving = run({ ...problem, lagCount }, V).costs.at(-1)!.cost
    const still = run({ ...problem, lagCount: 1 }, V).costs.at(-1)!.cost
    expect(evolving).toBeLessThan(still / 5)
  })
})
