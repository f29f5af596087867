import { power, updateExponent } from './divergence'
import type { NmfMemory } from './nmf-memory'
import { chunkTiles, loadHeights, loadValues, templateBlocks, updateHeights, type Tile } from './nmf-tiles'
import { accumulateTile, blockBins, multiplyTile, projectTile, tileColumns, type TemplateBlock } from './tile-products'

/**
 * Any β on one chunk of columns: h_k ← h_k · (Σ_f w_k·V·(WH)^(β−2) / Σ_f w_k·(WH)^(β−1))^γ, then with the new H both sums for
 * the same update of w_k.
 *
 * @returns D_β(V | WH) of the columns before the update
 * @see     Févotte & Idier 2011, Neural Computation 23(9)
 */
export function updateBetaChunk(memory: NmfMemory, chunk: number, shouldStop: () => boolean): number {
  const { scratch, numerators, denominators, paddedRank, problem, beta } = memory
  const { heights, values, model, projection, secondProjection } = scratch
  const blocks = templateBlocks(memory)
  const length = paddedRank * problem.binCount
  const offset = chunk * length
  const exponent = updateExponent(beta)
  numerators.fill(0, offset, offset + length)
  denominators.fill(0, offset, offset + length)

  let cost = beta === 0 ? 0 : memory.chunkPowers[chunk] / (beta * (beta - 1))
  for (const tile of chunkTiles(memory, chunk, shouldStop)) {
    loadHeights(memory, tile)
    projection.fill(0)
    secondProjection.fill(0)
    for (const block of blocks) {
      loadValues(memory, tile, block)
      multiplyTile(block, heights, model)
      cost += raise(memory, tile, block)
      projectTile(block, values, projection)
      projectTile(block, model, secondProjection)
    }
    updateHeights(memory, tile, (index) => power(projection[index] / secondProjection[index], exponent))
    for (const block of blocks) {
      loadValues(memory, tile, block)
      multiplyTile(block, heights, model)
      raise(memory, tile, block)
      accumulateTile(block, values, heights, numerators, offset)
      accumulateTile(block, model, heights, denominators, offset)
    }
  }
  return cost
}

/** values ← V·(WH)^(β−2), model ← (WH)^(β−1); returns the cost without the terms that only V is in. */
function raise(memory: NmfMemory, tile: Tile, block: TemplateBlock): number {
  const { values, model } = memory.scratch
  const { beta } = memory
  let sum = 0
  for (let t = 0; t < tileColumns; t++) {
    const first = t * blockBins
    const end = first + block.count
    if (t >= tile.count) {
      values.fill(0, first, end)
      model.fill(0, first, end)
    } else if (beta === 0) {
      for (let i = first; i < end; i++) {
        const inverse = 1 / model[i]
        const ratio = values[i] * inverse
        sum += ratio - Math.log(ratio) - 1
        values[i] = ratio * inverse
        model[i] = inverse
      }
    } else {
      for (let i = first; i < end; i++) {
        const product = model[i]
        const slope = power(product, beta - 1)
        sum += ((beta - 1) * product - beta * values[i]) * slope
        values[i] *= slope / product
        model[i] = slope
      }
    }
  }
  return beta === 0 ? sum : sum / (beta * (beta - 1))
}
