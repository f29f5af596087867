import { factorFloor, smallestDenominator, tileColumns, type NmfKernel } from '../kernels/nmf-kernel'
import type { Factors } from './factors'
import { chunkCount, templateIndex, type FactorSnapshot } from './nmf-arena'
import type { KernelFactory } from './phase-kernels'
import type { ChunkMachine, MachineStep, NmfdProblem, NmfOutcome } from './nmf-problem'
import { measuredEvery, toleranceIterations } from './nmf-schedule'
import { nmfValues, type NmfValues } from './nmf-values'
import { nmfdArena, shapeOfNmfdValues, type NmfdArena } from './nmfd-arena'
import { NmfdState } from './nmfd-state'

const smallestNormal = 2 ** -126

/**
 * One thread's machine of a non-negative matrix factor deconvolution that `startNmfd` has put into the memory,
 * V(f, n) ≈ M(f, n) = Σ_k Σ_τ w_k(f, τ)·h_k(n − τ), by the classical multiplicative updates for the Kullback–Leibler divergence,
 * H and W in turn:
 *
 *   h_k(n)    ← h_k(n)·Σ_τ Σ_f w_k(f, τ)·(V/M)(f, n + τ) / Σ_τ Σ_f w_k(f, τ), both over the τ with n + τ inside
 *   w_k(f, τ) ← w_k(f, τ)·Σ_n (V/M)(f, n)·h_k(n − τ) / Σ_n h_k(n − τ)
 *
 * All lags of one factor at once, unlike the paper's one by one, so that the cost provably never rises. In the outcome each
 * template is divided by its sum over bins and lags and its activation multiplied by it. The same bits for any number of threads
 * and order of chunks.
 *
 * @param createKernel makes the thread's kernel on that memory
 * @see   Smaragdis 2004, Non-negative matrix factor deconvolution, Proc. ICA
 */
export function createNmfdMachine(options: {
  problem: NmfdProblem
  buffer: ArrayBufferLike
  threadIndex: number
  createKernel: KernelFactory
}): ChunkMachine {
  return new NmfdMachine(options.problem, options.buffer, options.threadIndex, options.createKernel)
}

class NmfdMachine implements ChunkMachine {
  readonly chunkCount = chunkCount
  readonly #problem: NmfdProblem
  readonly #arena: NmfdArena
  readonly #state: NmfdState
  readonly #values: NmfValues
  readonly #kernel: NmfKernel
  /** of the component in hand, Σ of the first so many columns of its template */
  readonly #reached: Float64Array

  constructor(problem: NmfdProblem, buffer: ArrayBufferLike, threadIndex: number, createKernel: KernelFactory) {
    this.#problem = problem
    this.#arena = nmfdArena(problem, buffer, threadIndex)
    this.#state = new NmfdState(this.#arena)
    this.#values = nmfValues(shapeOfNmfdValues(problem), buffer)
    this.#kernel = createKernel(buffer, this.#arena.arrays, this.#arena.shape)
    this.#reached = new Float64Array(problem.lagCount + 1)
  }

  readonly isWhole = true

  get isDone(): boolean {
    return this.#state.phase === 'done'
  }

  runChunk(chunk: number, shouldStop: () => boolean): void {
    const tiles = Math.ceil(this.#problem.columnCount / tileColumns)
    const first = Math.floor((chunk * tiles) / chunkCount) * tileColumns
    const end = Math.floor(((chunk + 1) * tiles) / chunkCount) * tileColumns
    const { phase } = this.#state
    if (phase === 'starting') return
    if (phase === 'accumulate') this.#kernel.clearSlot(chunk)
    let sum = 0
    for (let tile = first; tile < end && !shouldStop(); tile += tileColumns) {
      if (phase === 'shift') this.#shiftColumns(tile, Math.min(tile + tileColumns, this.#problem.columnCount))
      else sum += this.#sweepTile(tile, chunk)
    }
    this.#arena.chunkSums[chunk] = sum
  }

  finishPhase(): MachineStep | null {
    const state = this.#state
    switch (state.phase) {
      case 'starting':
        this.#kernel.prepare()
        state.phase = 'project'
        return null
      case 'project':
        state.phase = 'shift'
        return this.#measures ? this.#noteCost() : null
      case 'shift':
        state.phase = 'accumulate'
        return null
      case 'accumulate':
        this.#kernel.reduceSlots(chunkCount)
        this.#kernel.updateTemplates({ exponent: 1 })
        this.#kernel.prepare()
        state.iteration++
        state.phase = state.iteration === this.#problem.iterationCount ? 'closing' : 'project'
        return { iteration: state.iteration, costPoint: null }
      case 'closing': {
        const step = this.#noteCost()
        state.phase = 'done'
        return step
      }
      case 'done':
        return null
    }
  }

  outcome(isEarly: boolean): NmfOutcome {
    const { costs } = this.#state
    const factors = this.#factorsOf(isEarly && costs.length > 0 ? this.#arena.snapshot : this.#arena)
    return { factors, costs, isEarly }
  }

  /** Whether the present phase measures the cost of the factors as they are before it. */
  get #measures(): boolean {
    const { phase, iteration } = this.#state
    return phase === 'closing' || iteration === 1 || (iteration > 0 && iteration % measuredEvery === 0)
  }

  #sweepTile(tile: number, chunk: number): number {
    const { phase } = this.#state
    const columns = { first: tile, end: tile + tileColumns, heightUpdates: 0, exponent: 1 }
    if (phase === 'project') {
      return this.#kernel.sweep({ ...columns, mode: 'project', slot: null, measures: this.#measures })
    }
    if (phase === 'accumulate') {
      return this.#kernel.sweep({ ...columns, mode: 'accumulate', slot: chunk, measures: false })
    }
    return this.#kernel.sweep({ ...columns, mode: 'measure', slot: null, measures: true })
  }

  /** New heights of the columns [first, end), in all the places where they stand. */
  #shiftColumns(first: number, end: number): void {
    const { rank, lagCount, columnCount } = this.#problem
    const { H, projections, heightDenominators, shape } = this.#arena
    const { paddedRank } = shape
    const reached = this.#reached
    for (let k = 0; k < rank; k++) {
      const at = k * lagCount
      for (let lag = 0; lag < lagCount; lag++) reached[lag + 1] = reached[lag] + heightDenominators[at + lag]
      for (let n = first; n < end; n++) {
        const lags = Math.min(lagCount, columnCount - n)
        let numerator = 0
        for (let lag = 0; lag < lags; lag++) numerator += projections[(n + lag) * paddedRank + at + lag]
        const ratio = numerator / Math.max(smallestDenominator, reached[lags])
        const height = Math.max(factorFloor, H[n * paddedRank + at] * ratio)
        for (let lag = 0; lag < lags; lag++) H[(n + lag) * paddedRank + at + lag] = height
      }
    }
  }

  /** The cost that the phase measured, of the factors as they stand, which are kept beside it. */
  #noteCost(): MachineStep {
    const state = this.#state
    const { chunkSums, snapshot, W, H } = this.#arena
    const { binCount, columnCount, tolerance } = this.#problem
    // V has mean 1: this is Σ V
    const total = binCount * columnCount
    const divergence = chunkSums.reduce((sum, chunkSum) => sum + chunkSum, 0)
    const costPoint = { iteration: state.iteration, cost: Math.max(0, divergence) / total }
    const former = state.costs.find((point) => point.iteration === state.iteration - toleranceIterations)
    state.addCost(costPoint)
    snapshot.W.set(W)
    snapshot.H.set(H)
    if (tolerance > 0 && former !== undefined && former.cost - costPoint.cost < tolerance * former.cost)
      state.phase = 'done'
    return { iteration: state.iteration, costPoint }
  }

  /** A copy at the level of the recording, the templates with the sum 1. */
  #factorsOf({ W: packed, H: shifted }: FactorSnapshot): Factors {
    const { rank, lagCount, binCount, columnCount } = this.#problem
    const { paddedRank } = this.#arena.shape
    const level = 1 / this.#values.scale[0]
    const W = new Float32Array(rank * lagCount * binCount)
    const H = new Float32Array(rank * columnCount)
    for (let k = 0; k < rank; k++) {
      const at = k * lagCount
      let sum = 0
      for (let lag = 0; lag < lagCount; lag++) {
        for (let f = 0; f < binCount; f++) sum += packed[templateIndex(paddedRank, f, at + lag)]
      }
      for (let lag = 0; lag < lagCount; lag++) {
        for (let f = 0; f < binCount; f++) {
          W[(at + lag) * binCount + f] = packed[templateIndex(paddedRank, f, at + lag)] / sum
        }
      }
      for (let n = 0; n < columnCount; n++) {
        const height = shifted[n * paddedRank + at] * sum * level
        H[k * columnCount + n] = height < smallestNormal ? 0 : height
      }
    }
    return { rank, binCount, columnCount, model: { kind: 'convolution', lagCount }, W, H }
  }
}
