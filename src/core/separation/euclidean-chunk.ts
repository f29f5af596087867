import type { NmfMemory } from './nmf-memory'
import { chunkTiles, loadHeights, loadValues, templateBlocks, updateHeights } from './nmf-tiles'
import { accumulateTile, projectTile, tileColumns } from './tile-products'

/**
 * β = 2 on one chunk of columns: h ← h · WᵀV / (WᵀW)h, then with the new H the sums V·Hᵀ and H·Hᵀ for
 * W ← W · VHᵀ / W(HHᵀ). W·H itself is never formed.
 *
 * @returns Σ (V − WH)²/2 of the columns before the update, as (ΣV² − 2·hᵀWᵀV + hᵀWᵀWh)/2
 * @see     Lee & Seung 2001, Advances in Neural Information Processing Systems 13
 */
export function updateEuclideanChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { scratch, numerators, denominators, paddedRank, problem } = memory
  const { heights, values, projection, secondProjection, gram } = scratch
  const blocks = templateBlocks(memory)
  const numeratorOffset = chunk * paddedRank * problem.binCount
  const denominatorOffset = chunk * paddedRank ** 2
  numerators.fill(0, numeratorOffset, numeratorOffset + paddedRank * problem.binCount)
  denominators.fill(0, denominatorOffset, denominatorOffset + paddedRank ** 2)
  computeGram(memory)

  let cost = memory.chunkPowers[chunk]
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    loadHeights(memory, tile)
    projection.fill(0)
    for (const block of blocks) {
      loadValues(memory, tile, block)
      projectTile(block, values, projection)
    }
    multiplySquare(gram, paddedRank, heights, secondProjection)
    for (let i = 0; i < tileColumns * paddedRank; i++) cost += heights[i] * (secondProjection[i] - 2 * projection[i])
    updateHeights(memory, tile, (index) => projection[index] / secondProjection[index])
    addOuterProduct(heights, paddedRank, denominators, denominatorOffset)
    for (const block of blocks) {
      loadValues(memory, tile, block)
      accumulateTile(block, values, heights, numerators, numeratorOffset)
    }
  }
  return cost / 2
}

/** gram ← WᵀW (paddedRank × paddedRank) */
function computeGram(memory: NmfMemory): void {
  const { W, paddedRank, scratch } = memory
  const { binCount } = memory.problem
  for (let row = 0; row < paddedRank; row++) {
    for (let column = 0; column <= row; column++) {
      const a = row * binCount
      const b = column * binCount
      let sum = 0
      for (let f = 0; f < binCount; f++) sum += W[a + f] * W[b + f]
      scratch.gram[row * paddedRank + column] = sum
      scratch.gram[column * paddedRank + row] = sum
    }
  }
}

/** products[4k + t] = Σ_j square[k][j]·heights[4j + t] */
function multiplySquare(square: Float64Array, rank: number, heights: Float64Array, products: Float64Array): void {
  for (let k = 0; k < rank; k++) {
    for (let t = 0; t < tileColumns; t++) {
      let sum = 0
      for (let j = 0; j < rank; j++) sum += square[k * rank + j] * heights[4 * j + t]
      products[4 * k + t] = sum
    }
  }
}

/** sums[offset + k·rank + j] += Σ_t h_k(t)·h_j(t) */
function addOuterProduct(heights: Float64Array, rank: number, sums: Float64Array, offset: number): void {
  for (let k = 0; k < rank; k++) {
    for (let j = 0; j < rank; j++) {
      let sum = 0
      for (let t = 0; t < tileColumns; t++) sum += heights[4 * k + t] * heights[4 * j + t]
      sums[offset + k * rank + j] += sum
    }
  }
}
