import { AppError } from '../errors'
import { power } from './divergence'
import { initialFactors } from './initial-factors'
import type { NmfMemory } from './nmf-memory'
import { chunkTiles, loadValues, templateBlocks } from './nmf-tiles'
import { blockBins } from './tile-products'

/** Σ V of a chunk. @throws AppError 'negative-value', 'invalid-argument' when V is not finite */
export function measureChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { V } = memory
  const { binCount } = memory.problem
  let sum = 0
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    const end = (tile.first + tile.count) * binCount
    for (let i = tile.first * binCount; i < end; i++) {
      const value = V[i]
      if (!(value >= 0 && value < Infinity)) throw invalidValue(value)
      sum += value
    }
  }
  return sum
}

function invalidValue(value: number): AppError {
  const code = value < 0 && value > -Infinity ? 'negative-value' : 'invalid-argument'
  return new AppError(code, `a magnitude is ${value}`, { value: String(value) })
}

/** Σ V^β of a chunk of the scaled V. */
export function normaliseChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { scratch, beta } = memory
  const blocks = templateBlocks(memory)
  let sum = 0
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    for (const block of blocks) {
      loadValues(memory, tile, block)
      for (let t = 0; t < tile.count; t++) {
        const end = t * blockBins + block.count
        for (let i = t * blockBins; i < end; i++) {
          const value = scratch.values[i]
          sum += power(value, beta)
        }
      }
    }
  }
  return sum
}

/** Random W and H for V scaled to mean 1. Of silence there is nothing to learn: its activations are 0. */
export function startUpdating(memory: NmfMemory, sum: number): void {
  const { rank, binCount, columnCount, seed, iterationCount } = memory.problem
  initialFactors({ rank, binCount, columnCount, seed, W: memory.W, H: memory.H })
  memory.numbers[0] = sum > 0 ? (binCount * columnCount) / sum : 1
  if (sum > 0) return
  memory.H.fill(0)
  memory.costs.fill(0)
  memory.state[1] = iterationCount
  memory.state[2] = iterationCount
}
