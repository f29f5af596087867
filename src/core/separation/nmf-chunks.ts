import { updateBetaChunk } from './beta-chunk'
import { betaDivergence } from './divergence'
import { updateEuclideanChunk } from './euclidean-chunk'
import { updateKullbackLeiblerChunk } from './kullback-leibler-chunk'
import { measureChunk, normaliseChunk, startUpdating } from './nmf-measure'
import { nmfPhases, type NmfMemory, type NmfPhase } from './nmf-memory'
import { reduceChunks } from './nmf-reduce'
import { chunkTiles, loadHeights, loadValues, templateBlocks } from './nmf-tiles'
import { blockBins, multiplyTile } from './tile-products'

/*
 * A factorization is a row of phases: measuring and normalising V, `iterationCount` times updating, closing (the cost of the
 * last W and H). In each phase every chunk is run once, by any thread and in any order; then one thread finishes the phase.
 */

/** An iteration and the cost relative to Σ V^β after it: to Σ V for β = 1, a mean per value for β = 0. */
export interface NmfStep {
  readonly iteration: number
  readonly cost: number
}

export function phaseOf(memory: NmfMemory): NmfPhase {
  return nmfPhases[memory.state[0]]
}

/**
 * Does what the phase asks for with one chunk of columns. While updating: new H there, the chunk's part of the update of W with
 * the new H, and the cost before. When `shouldStop` says so (asked every four columns) it ends early, leaving W and H usable.
 *
 * @throws AppError 'negative-value', 'invalid-argument' when V is not finite
 */
export function runChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): void {
  memory.chunkSums[chunk] = chunkSum(memory, chunk, shouldStop)
}

/**
 * Adds up what the chunks gave, always in the same order, and goes on to the next phase.
 *
 * @returns the iteration whose cost is known now, or null
 */
export function finishPhase(memory: NmfMemory): NmfStep | null {
  const { state, problem } = memory
  const phase = phaseOf(memory)
  const sum = memory.chunkSums.reduce((total, value) => total + value, 0)
  const isLastUpdate = state[1] + 1 >= problem.iterationCount
  if (phase === 'measuring') {
    startUpdating(memory, sum)
    enter(memory, sum > 0 ? 'normalising' : 'done')
    return null
  }
  if (phase === 'normalising') {
    memory.numbers[1] = sum
    memory.chunkPowers.set(memory.chunkSums)
    enter(memory, 'updating')
    return null
  }
  const iteration = state[1]
  if (phase === 'updating') {
    reduceChunks(memory)
    state[1]++
    if (isLastUpdate) enter(memory, 'closing')
  } else {
    enter(memory, 'done')
  }
  if (iteration === 0) return null
  // where W·H meets V exactly, rounding can give −1e-17
  const cost = Math.max(0, sum) / memory.numbers[1]
  memory.costs[iteration - 1] = cost
  state[2] = iteration
  return { iteration, cost }
}

function enter(memory: NmfMemory, phase: NmfPhase): void {
  memory.state[0] = nmfPhases.indexOf(phase)
}

function chunkSum(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  switch (phaseOf(memory)) {
    case 'measuring':
      return measureChunk(memory, chunk, shouldStop)
    case 'normalising':
      return normaliseChunk(memory, chunk, shouldStop)
    case 'updating':
      if (memory.beta === 1) return updateKullbackLeiblerChunk(memory, chunk, shouldStop)
      if (memory.beta === 2) return updateEuclideanChunk(memory, chunk, shouldStop)
      return updateBetaChunk(memory, chunk, shouldStop)
    case 'closing':
      return chunkCost(memory, chunk, shouldStop)
    case 'done':
      return 0
  }
}

function chunkCost(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { values, model, heights } = memory.scratch
  const blocks = templateBlocks(memory)
  let cost = 0
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    loadHeights(memory, tile)
    for (const block of blocks) {
      loadValues(memory, tile, block)
      multiplyTile(block, heights, model)
      for (let t = 0; t < tile.count; t++) {
        cost += betaDivergence({ x: values, y: model, first: t * blockBins, count: block.count, beta: memory.beta })
      }
    }
  }
  return cost
}
