import { coarseChunkCount } from './coarse-arena'
import { beginCoarseStart, finishCoarsePass } from './coarse-start'
import { chunkCount, nmfArena } from './nmf-arena'
import { updateChannelTemplates } from './nmf-channels'
import { runNmfChunk } from './nmf-chunks'
import { passExponent, passIterations, type NmfContext } from './nmf-context'
import { judgeCost } from './nmf-guard'
import { nmfOutcome } from './nmf-outcome'
import { measurePenalties, penaliseTemplates } from './nmf-penalties'
import type { ChunkMachine, MachineStep, NmfOutcome, NmfProblem } from './nmf-problem'
import { sampleAt, sampleExponent } from './nmf-sample'
import { measuredEvery, nmfSchedule, sampleChunkCount, spreadIterations } from './nmf-schedule'
import { NmfState } from './nmf-state'
import { nmfValues } from './nmf-values'
import type { CostPoint } from './parameters'
import { createPhaseKernels, type KernelFactory } from './phase-kernels'

/**
 * One thread's machine of a factorization that `startNmf` has put into the memory. In each iteration H is updated, then W, by
 * multiplicative updates for the β-divergence; see nmfSchedule for what the fast updates do otherwise. All that is known lies in
 * the memory: machines of several threads on one memory act as one.
 *
 * Costs are (D_β(V | WH) + penalties) / Σ λ·V^β, and never rise but for rounding: where the updates have no proof of that, factors
 * whose cost rose are put back to those of the cost before.
 *
 * @param buffer      of at least arenaBytes(problem, number of threads)
 * @param threadIndex which scratch is this thread's
 * @see Févotte & Idier 2011, Neural Computation 23(9)
 */
export function createNmfMachine(options: {
  problem: NmfProblem
  buffer: ArrayBufferLike
  threadIndex: number
  createKernel: KernelFactory
}): ChunkMachine {
  const { problem, buffer, threadIndex, createKernel } = options
  const arena = nmfArena(problem, buffer, threadIndex)
  const state = new NmfState(arena)
  const kernelOfPhase = createPhaseKernels({ buffer, arena, state, createKernel })
  return new NmfMachine({
    problem,
    schedule: nmfSchedule(problem),
    values: nmfValues(problem, buffer),
    arena,
    state,
    get kernel() {
      return kernelOfPhase()
    }
  })
}

class NmfMachine implements ChunkMachine {
  constructor(readonly context: NmfContext) {}

  get chunkCount(): number {
    switch (this.context.state.phase) {
      case 'summing':
      case 'coarse':
        return coarseChunkCount
      case 'sample':
        return sampleChunkCount
      default:
        return chunkCount
    }
  }

  get isWhole(): boolean {
    const { phase } = this.context.state
    return phase !== 'summing' && phase !== 'coarse' && phase !== 'sample'
  }

  get isDone(): boolean {
    return this.context.state.phase === 'done'
  }

  runChunk(chunk: number, shouldStop: () => boolean): void {
    this.context.arena.chunkSums[chunk] = runNmfChunk(this.context, chunk, shouldStop)
  }

  finishPhase(): MachineStep | null {
    const { state, arena } = this.context
    switch (state.phase) {
      case 'normalising':
        return this.#begin(sumOf(arena.chunkSums))
      case 'summing':
        return this.#beginCoarseStart()
      case 'coarse':
        return this.#finishCoarsePass()
      case 'sample':
        return this.#finishSample()
      case 'penalise':
        state.phase = 'accumulate'
        return null
      case 'accumulate':
        return this.#finishIterations(null)
      case 'update':
      case 'project':
      case 'closing':
        return this.#finishPass(sumOf(arena.chunkSums))
      case 'done':
        return null
    }
  }

  outcome(isEarly: boolean): NmfOutcome {
    const { problem, arena, state, values } = this.context
    return nmfOutcome({ problem, arena, state, values, isEarly })
  }

  #begin(normaliser: number): null {
    const { problem, schedule, arena, state, kernel } = this.context
    state.normaliser = normaliser
    if (normaliser > 0) {
      state.calmUntil = schedule.gentleIterations
      kernel.prepare()
      if (schedule.coarse) state.phase = 'summing'
      else this.#enter()
    } else {
      arena.H.fill(0)
      state.addCost({ iteration: problem.iterationCount, cost: 0 })
      state.phase = 'done'
    }
    return null
  }

  #beginCoarseStart(): null {
    const { context } = this
    beginCoarseStart(context)
    context.state.phase = 'coarse'
    context.kernel.prepare()
    return null
  }

  #finishCoarsePass(): MachineStep | null {
    const { context } = this
    const { state, schedule } = context
    const isOver = finishCoarsePass(context)
    if (isOver) {
      state.iteration = schedule.coarse!.iterations
      state.calmUntil = state.iteration + spreadIterations
      // the templates of all bins find their shape first, as on the finer grid
      state.phase = 'accumulate'
    }
    context.kernel.prepare()
    return isOver ? { iteration: state.iteration, costPoint: null } : null
  }

  /** Opens the phase that comes after the iterations done so far. */
  #enter(): void {
    const { problem, state, schedule } = this.context
    const { iteration, lastCost } = state
    const isLast = iteration >= problem.iterationCount
    const isSampled = !isLast && iteration < schedule.sampledIterations
    const isMeasuredAfter = iteration === schedule.firstCostAt || iteration % measuredEvery === 0
    state.measures = isLast || (!isSampled && iteration > 0 && isMeasuredAfter && lastCost?.iteration !== iteration)
    state.phase = isLast ? 'closing' : isSampled ? 'sample' : schedule.isPenalised ? 'project' : 'update'
  }

  #finishSample(): MachineStep | null {
    const { state } = this.context
    const { iteration, samplePass } = state
    this.#updateTemplates(sampleChunkCount, sampleExponent(this.context))
    state.samplePass++
    if (state.samplePass < sampleAt(iteration, samplePass).stride) return null
    state.samplePass = 0
    return this.#goOn(1, null)
  }

  #finishPass(divergence: number): MachineStep | null {
    const { problem, schedule, arena, state, kernel } = this.context
    const { phase, iteration, normaliser, measures } = state
    // of the former H, as penalties are updated with
    const penalty = schedule.isPenalised ? measurePenalties(problem, arena, normaliser) : 0
    let costPoint: CostPoint | null = null
    if (measures) {
      // where W·H meets V exactly, rounding can give −1e-17
      const judgement = judgeCost(this.context, (Math.max(0, divergence) + penalty) / normaliser)
      costPoint = judgement.costPoint
      if (judgement.verdict === 'converged' || phase === 'closing') {
        state.phase = 'done'
        return { iteration, costPoint }
      }
      if (judgement.verdict === 'rose') {
        kernel.prepare()
        this.#enter()
        return { iteration, costPoint }
      }
    }
    if (phase === 'update') return this.#finishIterations(costPoint)
    state.measures = false
    state.phase = 'penalise'
    return costPoint && { iteration, costPoint }
  }

  #finishIterations(costPoint: CostPoint | null): MachineStep {
    const iterations = passIterations(this.context)
    if (this.context.schedule.hasFreeTemplates) this.#updateTemplates(chunkCount, passExponent(this.context))
    return this.#goOn(iterations, costPoint)
  }

  #goOn(iterations: number, costPoint: CostPoint | null): MachineStep {
    const { state } = this.context
    state.iteration += iterations
    this.#enter()
    return { iteration: state.iteration, costPoint }
  }

  #updateTemplates(slotCount: number, exponent: number): void {
    const { problem, arena, state, kernel } = this.context
    kernel.reduceSlots(slotCount)
    if (problem.prunes) penaliseTemplates(problem, arena)
    if (problem.channelCount === 1) kernel.updateTemplates({ exponent })
    else updateChannelTemplates({ problem, arena, kernel, exponent, iteration: state.iteration + state.samplePass })
    kernel.prepare()
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
