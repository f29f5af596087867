import type { NmfMemory } from './nmf-memory'
import { chunkTiles, loadHeights, loadValues, templateBlocks, updateHeights, type Tile } from './nmf-tiles'
import { accumulateTile, blockBins, multiplyTile, projectTile, tileColumns, type TemplateBlock } from './tile-products'

// keeps the logarithm of 0 out of 0·log 0, and changes no other value
const tiny = 1e-300

/**
 * β = 1 on one chunk of columns: h_k ← h_k · Σ_f w_k·(V/WH) / Σ_f w_k, then with the new H the sums for
 * w_k ← w_k · Σ_n (V/WH)·h_k / Σ_n h_k.
 *
 * @returns Σ V·log(V/WH) − V + WH of the columns before the update
 * @see     Lee & Seung 2001, Advances in Neural Information Processing Systems 13
 */
export function updateKullbackLeiblerChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { scratch, numerators, denominators, paddedRank, problem } = memory
  const { heights, model, projection } = scratch
  const blocks = templateBlocks(memory)
  const templateSums = sumTemplates(memory)
  const numeratorOffset = chunk * paddedRank * problem.binCount
  const denominatorOffset = chunk * paddedRank
  numerators.fill(0, numeratorOffset, numeratorOffset + paddedRank * problem.binCount)
  denominators.fill(0, denominatorOffset, denominatorOffset + paddedRank)

  let cost = -memory.chunkPowers[chunk]
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    loadHeights(memory, tile)
    projection.fill(0)
    for (const block of blocks) {
      loadValues(memory, tile, block)
      multiplyTile(block, heights, model)
      cost += divideAndSumLogarithms(memory, tile, block)
      projectTile(block, model, projection)
    }
    for (let i = 0; i < tileColumns * paddedRank; i++) cost += heights[i] * templateSums[i >> 2]
    updateHeights(memory, tile, (index) => projection[index] / templateSums[index >> 2])
    for (let i = 0; i < tileColumns * paddedRank; i++) denominators[denominatorOffset + (i >> 2)] += heights[i]
    for (const block of blocks) {
      loadValues(memory, tile, block)
      multiplyTile(block, heights, model)
      divide(memory, tile, block)
      accumulateTile(block, model, heights, numerators, numeratorOffset)
    }
  }
  return cost
}

/** Σ_f w_k(f): 1 but for the rounding of W, which the cost would show. */
function sumTemplates(memory: NmfMemory): Float64Array {
  const { binCount } = memory.problem
  const sums = new Float64Array(memory.paddedRank)
  for (let i = 0; i < memory.W.length; i++) sums[Math.floor(i / binCount)] += memory.W[i]
  return sums
}

/** model ← values/model */
function divide(memory: NmfMemory, tile: Tile, block: TemplateBlock): void {
  const { values, model } = memory.scratch
  for (let t = 0; t < tileColumns; t++) {
    const end = t * blockBins + block.count
    if (t >= tile.count) model.fill(0, t * blockBins, end)
    else for (let i = t * blockBins; i < end; i++) model[i] = values[i] / model[i]
  }
}

/** The same, returning Σ V·log(V/WH). */
function divideAndSumLogarithms(memory: NmfMemory, tile: Tile, block: TemplateBlock): number {
  const { values, model } = memory.scratch
  divide(memory, tile, block)
  let sum = 0
  for (let t = 0; t < tile.count; t++) {
    const end = t * blockBins + block.count
    for (let i = t * blockBins; i < end; i++) sum += values[i] * Math.log(model[i] + tiny)
  }
  return sum
}
