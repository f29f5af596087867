import type { CostPoint } from '@core/separation/parameters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NmfKernel } from '@core/kernels/nmf-kernel'
import { createReferenceKernel } from '@core/kernels/reference-kernel'
import { createRandom } from '@core/math/random'
import { arenaBytes, nmfArena } from '@core/separation/nmf-arena'
import { factorize } from '@core/separation/nmf'
import { judgeCost } from '@core/separation/nmf-guard'
import { createNmfMachine } from '@core/separation/nmf-machine'
import type { KernelFactory } from '@core/separation/phase-kernels'
import type { ChunkMachine, NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'
import { nmfSchedule } from '@core/separation/nmf-schedule'
import { startNmf } from '@core/separation/nmf-start'
import { NmfState } from '@core/separation/nmf-state'
import { loadValues, nmfValues, readColumns } from '@core/separation/nmf-values'
import { lastCost, mixture, problemOf, randomMagnitudes, run } from './nmf-cases'

/** As threads do it: each has a machine of its own, chunks go to any of them in any order. */
function runShuffled(V: Float32Array, problem: NmfProblem, threadCount: number, seed: number): NmfOutcome {
  const random = createRandom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  const machines = machinesOf(V, problem, threadCount)
  while (!machines[0].isDone) {
    const chunks = Array.from({ length: machines[0].chunkCount }, (_, chunk) => chunk)
    while (chunks.length > 0)
      machines[pick(threadCount)].runChunk(chunks.splice(pick(chunks.length), 1)[0], () => false)
    machines[pick(threadCount)].finishPhase()
  }
  return machines[pick(threadCount)].outcome(false)
}

function machinesOf(V: Float32Array, problem: NmfProblem, threadCount: number): ChunkMachine[] {
  const buffer = new SharedArrayBuffer(arenaBytes(problem, threadCount))
  loadValues(nmfValues(problem, buffer), V)
  startNmf(problem, buffer)
  return Array.from({ length: threadCount }, (_, threadIndex) =>
    createNmfMachine({ problem, buffer, threadIndex, createKernel: createReferenceKernel })
  )
}

function runPhases(machine: ChunkMachine, until: () => boolean): void {
  while (!machine.isDone && !until()) {
    for (let chunk = 0; chunk < machine.chunkCount; chunk++) machine.runChunk(chunk, () => false)
    machine.finishPhase()
  }
}

/** Long enough for a sampled start. */
const long = problemOf({ binCount: 9, columnCount: 16 * 460, rank: 3, updates: 'fast', iterationCount: 24 })

describe('a machine', () => {
  it('gives the same bits whichever thread does which chunk, in any order', () => {
    const cases: Partial<NmfProblem>[] = [
      { updates: 'fast', beta: 2 },
      { beta: 0.5, weights: new Float32Array(3240).fill(0.5) },
      { continuity: 5, sparsity: 3 },
      { prunes: true, beta: 0 },
      { channelCount: 2, updates: 'fast' },
      // begins on coarser cells
      { binCount: 260, columnCount: 322, rank: 2, updates: 'fast', iterationCount: 30 },
      long
    ]
    for (const options of cases) {
      const problem = problemOf({ columnCount: 270, iterationCount: 11, ...options })
      const V = randomMagnitudes(problem, 3)
      const reference = run(V, problem)
      expect(runShuffled(V, problem, 8, 3)).toEqual(reference)
    }
  })

  it('gives the same bits with one, two and three threads after a start on coarser cells', () => {
    const problem = problemOf({ binCount: 260, columnCount: 322, rank: 2, updates: 'fast', iterationCount: 30 })
    expect(nmfSchedule(problem).coarse).not.toBeNull()
    const V = randomMagnitudes(problem, 3)
    const reference = run(V, problem)
    for (const threadCount of [1, 2, 3]) expect(runShuffled(V, problem, threadCount, 5)).toEqual(reference)
  })

  it('is left with the factors of the last cost when it is ended early', () => {
    const problem = problemOf({ columnCount: 100, rank: 4, iterationCount: 50 })
    const V = mixture(problem, 4, 2)
    const [machine] = machinesOf(V, problem, 1)
    let isMeasured = false
    runPhases(machine, () => (isMeasured = machine.outcome(true).costs.at(-1)?.iteration === 20))
    expect(isMeasured).toBe(true)
    machine.runChunk(0, () => false)
    machine.runChunk(1, () => true)
    const early = machine.outcome(true)
    const whole = run(V, { ...problem, iterationCount: 20 })
    expect(early.factors).toEqual(whole.factors)
    expect(early.costs).toEqual(whole.costs)
    expect(early.isEarly).toBe(true)
  })

  it('does not sweep on when it is asked to stop', () => {
    const problem = problemOf({ columnCount: 2700 })
    const [machine] = machinesOf(randomMagnitudes(problem, 1), problem, 1)
    for (let chunk = 0; chunk < 16; chunk++) machine.runChunk(chunk, () => false)
    machine.finishPhase()
    let asked = 0
    machine.runChunk(0, () => ++asked > 2)
    expect(asked).toBe(3)
  })

  it('ends when ten iterations together lower the cost by less than the tolerance', () => {
    const problem = problemOf({ binCount: 20, columnCount: 40, iterationCount: 500 })
    const V = mixture(problem, 3, 5)
    const { costs } = run(V, { ...problem, tolerance: 0.01 })
    const fallTo = ({ iteration, cost }: CostPoint): number =>
      1 - cost / (costs.find((point) => point.iteration === iteration - 10)?.cost ?? Infinity)
    expect(costs.at(-1)!.iteration).toBeLessThan(500)
    expect(fallTo(costs.at(-1)!)).toBeLessThan(0.01)
    expect(costs.slice(0, -1).every((point) => fallTo(point) >= 0.01)).toBe(true)
    expect(run(V, { ...problem, tolerance: 0 }).costs.at(-1)?.iteration).toBe(500)
  })

  it.each([0, 1e-9])('ends at a cost that rounding has raised only with a tolerance: %d', (tolerance) => {
    const problem = problemOf({ tolerance })
    const buffer = new ArrayBuffer(arenaBytes(problem, 1))
    startNmf(problem, buffer)
    const arena = nmfArena(problem, buffer, 0)
    const state = new NmfState(arena)
    state.addCost({ iteration: 10, cost: 0.5 })
    state.iteration = 20
    const kernel = createReferenceKernel(buffer, arena.arrays, arena.shape)
    const context = {
      problem,
      schedule: nmfSchedule(problem),
      values: nmfValues(problem, buffer),
      arena,
      state,
      kernel
    }
    expect(judgeCost(context, 0.5 + 1e-8).verdict).toBe(tolerance === 0 ? 'fell' : 'converged')
  })

  it('ignores what a former problem left behind the spectrogram', () => {
    const problem = problemOf({ columnCount: 50, continuity: 1 })
    const V = randomMagnitudes(problem, 8)
    const buffer = new ArrayBuffer(arenaBytes({ ...problem, rank: 9 }, 1))
    loadValues(nmfValues(problem, buffer), V)
    const solve = (problem: NmfProblem): NmfOutcome => {
      startNmf(problem, buffer)
      const machine = createNmfMachine({ problem, buffer, threadIndex: 0, createKernel: createReferenceKernel })
      runPhases(machine, () => false)
      return machine.outcome(false)
    }
    solve({ ...problem, rank: 9, seed: 5 })
    expect(solve(problem)).toEqual(run(V, problem))
  })

  it('reads back columns at the level of the recording', () => {
    const problem = problemOf({ channelCount: 2 })
    const V = randomMagnitudes(problem, 1, 1e-3)
    const values = nmfValues(problem, new ArrayBuffer(arenaBytes(problem, 1)))
    loadValues(values, V)
    const read = readColumns(values, [3, 19, 0])
    ;[3, 19, 0].forEach((column, i) => {
      for (let f = 0; f < 24; f++) expect(read[24 * i + f]).toBeCloseTo(V[24 * column + f], 9)
    })
  })

  it('refuses more memory than WebAssembly has', () => {
    const problem = problemOf({ binCount: 2049, columnCount: 600_000 })
    expect(() => arenaBytes(problem, 2)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  })
})

/** Its methods, which need it as `this`. */
function bound(kernel: NmfKernel): NmfKernel {
  return {
    build: kernel.build,
    prepare: () => kernel.prepare(),
    clearSlot: (slot) => kernel.clearSlot(slot),
    sweep: (options) => kernel.sweep(options),
    reduceSlots: (slotCount) => kernel.reduceSlots(slotCount),
    updateTemplates: (update) => kernel.updateTemplates(update)
  }
}

describe('the guard', () => {
  it.each([
    { updates: 'fast', continuity: 0, careful: 1, last: 1.8 },
    { updates: 'exact', continuity: 1, careful: 0.5, last: 0.5 }
  ] as const)('puts factors back whose cost rose, and goes on more carefully: %o', (options) => {
    const { updates, continuity, careful, last } = options
    const problem = problemOf({ columnCount: 60, iterationCount: 50, updates, continuity })
    const V = mixture(problem, 4, 3)
    const exponents: number[] = []
    const factory: KernelFactory = (buffer, arrays, shape) => {
      const kernel = createReferenceKernel(buffer, arrays, shape)
      return {
        ...bound(kernel),
        updateTemplates: ({ exponent }) => {
          exponents.push(exponent)
          // the last before the cost is measured after 20 iterations goes far too far
          kernel.updateTemplates({ exponent: exponents.length === 20 ? 300 : exponent })
        }
      }
    }
    const steps = factorize(V, problem, factory)
    let step = steps.next()
    while (!step.done) step = steps.next()
    const { costs, factors } = step.value
    expect(costs[4]).toEqual({ iteration: 20, cost: costs[3].cost })
    expect(costs[5].cost).toBeLessThan(costs[4].cost)
    expect(factors.H.every(Number.isFinite)).toBe(true)
    expect(exponents).toHaveLength(50)
    expect(exponents.slice(0, 20).every((exponent) => exponent >= 1)).toBe(true)
    expect(exponents.slice(20, 40).every((exponent) => exponent === careful)).toBe(true)
    expect(exponents.slice(40).every((exponent) => exponent === last)).toBe(true)
  })
})

/** The costs of a run, each with the columns swept until then, an update of H or the sums for W counting as one sweep. */
function costsByWork(V: Float32Array, problem: NmfProblem): { cost: number; work: number }[] {
  let work = 0
  const steps = factorize(V, problem, (buffer, arrays, shape) => {
    const kernel = createReferenceKernel(buffer, arrays, shape)
    return {
      ...bound(kernel),
      sweep: (options) => {
        work += (options.end - options.first) * (options.heightUpdates + Number(options.slot !== null))
        return kernel.sweep(options)
      }
    }
  })
  const points: { cost: number; work: number }[] = []
  for (let step = steps.next(); !step.done; step = steps.next()) {
    if (step.value.costPoint) points.push({ cost: step.value.costPoint.cost, work })
  }
  return points
}

describe('the fast updates', () => {
  it('need two thirds of the work for the cost of 100 classical iterations', () => {
    const problem = problemOf({ binCount: 30, columnCount: 160, rank: 5, iterationCount: 100 })
    const V = mixture(problem, 8, 1)
    const { cost, work } = costsByWork(V, problem).at(-1)!
    const reached = costsByWork(V, { ...problem, updates: 'fast' }).find((point) => point.cost <= cost)
    expect(reached?.work).toBeLessThan((2 / 3) * work)
  })

  it('are no worse than the classical ones after as many iterations', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 99 }), (beta, seed) => {
        const problem = problemOf({ binCount: 30, columnCount: 90, rank: 5, beta, seed, iterationCount: 30 })
        const V = mixture(problem, 5, 1)
        // two ways down may end in two valleys: a tenth is far below what 30 iterations gain
        expect(lastCost(run(V, { ...problem, updates: 'fast' }))).toBeLessThan(1.1 * lastCost(run(V, problem)))
      }),
      { numRuns: 12, seed: 7 }
    )
  })

  it.each([0, 1, 2])('learn from a sample what the classical ones need more work for (β = %d)', (beta) => {
    const problem = { ...long, beta }
    const V = mixture(problem, 3, 2)
    const fast = run(V, problem)
    expect(fast.costs[0].iteration).toBe(12)
    const exact = run(V, { ...problem, updates: 'exact' })
    expect(fast.costs[0].cost).toBeLessThan(exact.costs.find(({ iteration }) => iteration === 15)!.cost)
    expect(lastCost(fast)).toBeLessThan(lastCost(exact))
  })

  it('are not ended before their factors are of all columns', () => {
    const V = mixture(long, 3, 2)
    const buffer = new ArrayBuffer(arenaBytes(long, 1))
    loadValues(nmfValues(long, buffer), V)
    startNmf(long, buffer)
    const machine = createNmfMachine({ problem: long, buffer, threadIndex: 0, createKernel: createReferenceKernel })
    expect(machine.isWhole).toBe(true)
    runPhases(machine, () => !machine.isWhole)
    runPhases(machine, () => machine.isWhole)
    // what would be kept now has been followed everywhere
    const { W, H } = machine.outcome(true).factors
    const kept = { ...long, updates: 'exact', iterationCount: 1, start: { W, H, channelGains: null } } as const
    const random = { ...long, updates: 'exact', iterationCount: 1 } as const
    expect(run(V, kept).costs[0].cost).toBeLessThan(0.5 * run(V, random).costs[0].cost)
  })
})
