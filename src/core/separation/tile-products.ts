/*
 * The three matrix products of an update, for a tile of four columns and a block of bins: V, W·H and their ratio of a tile's
 * block stay in the first-level cache. Four components a pass: the inner loops wait for arithmetic, not for memory.
 *
 * A tile is stored column after column, `tile[t * blockBins + f]`; heights h_k(t) and projections as `[4 * k + t]`.
 */

export const tileColumns = 4

/** Room for a block's bins. Not a power of two: columns 4 kB apart would evict each other from the cache. */
export const blockBins = 520

/** A run of bins of all templates. The rank is a multiple of 4. */
export interface TemplateBlock {
  readonly W: Float32Array
  readonly binCount: number
  readonly rank: number
  readonly first: number
  /** at most blockBins */
  readonly count: number
}

/** model[t][f] = Σ_k w_k(f)·h_k(t) */
export function multiplyTile(block: TemplateBlock, heights: Float64Array, model: Float64Array): void {
  const { W, binCount, rank, first, count } = block
  model.fill(0)
  for (let k = 0; k < rank; k += 4) {
    const w0 = k * binCount + first
    const w1 = w0 + binCount
    const w2 = w1 + binCount
    const w3 = w2 + binCount
    for (let t = 0; t < tileColumns; t += 2) {
      const a = t * blockBins
      const b = a + blockBins
      const at = 4 * k + t
      const a0 = heights[at]
      const b0 = heights[at + 1]
      const a1 = heights[at + 4]
      const b1 = heights[at + 5]
      const a2 = heights[at + 8]
      const b2 = heights[at + 9]
      const a3 = heights[at + 12]
      const b3 = heights[at + 13]
      for (let f = 0; f < count; f++) {
        const v0 = W[w0 + f]
        const v1 = W[w1 + f]
        const v2 = W[w2 + f]
        const v3 = W[w3 + f]
        model[a + f] += v0 * a0 + v1 * a1 + (v2 * a2 + v3 * a3)
        model[b + f] += v0 * b0 + v1 * b1 + (v2 * b2 + v3 * b3)
      }
    }
  }
}

/** projection[k][t] += Σ_f w_k(f)·tile[t][f] */
export function projectTile(block: TemplateBlock, tile: Float64Array, projection: Float64Array): void {
  const { W, binCount, rank, first, count } = block
  for (let k = 0; k < rank; k += 4) {
    const w0 = k * binCount + first
    const w1 = w0 + binCount
    const w2 = w1 + binCount
    const w3 = w2 + binCount
    for (let t = 0; t < tileColumns; t += 2) {
      const a = t * blockBins
      const b = a + blockBins
      let a0 = 0
      let b0 = 0
      let a1 = 0
      let b1 = 0
      let a2 = 0
      let b2 = 0
      let a3 = 0
      let b3 = 0
      for (let f = 0; f < count; f++) {
        const ra = tile[a + f]
        const rb = tile[b + f]
        const v0 = W[w0 + f]
        a0 += v0 * ra
        b0 += v0 * rb
        const v1 = W[w1 + f]
        a1 += v1 * ra
        b1 += v1 * rb
        const v2 = W[w2 + f]
        a2 += v2 * ra
        b2 += v2 * rb
        const v3 = W[w3 + f]
        a3 += v3 * ra
        b3 += v3 * rb
      }
      const at = 4 * k + t
      projection[at] += a0
      projection[at + 1] += b0
      projection[at + 4] += a1
      projection[at + 5] += b1
      projection[at + 8] += a2
      projection[at + 9] += b2
      projection[at + 12] += a3
      projection[at + 13] += b3
    }
  }
}

/** sums[offset + k·binCount + f] += Σ_t tile[t][f]·h_k(t) */
export function accumulateTile(
  block: TemplateBlock,
  tile: Float64Array,
  heights: Float64Array,
  sums: Float64Array,
  offset: number
): void {
  const { binCount, rank, first, count } = block
  for (let k = 0; k < rank; k += 2) {
    const a = offset + k * binCount + first
    const b = a + binCount
    const at = 4 * k
    const a0 = heights[at]
    const a1 = heights[at + 1]
    const a2 = heights[at + 2]
    const a3 = heights[at + 3]
    const b0 = heights[at + 4]
    const b1 = heights[at + 5]
    const b2 = heights[at + 6]
    const b3 = heights[at + 7]
    for (let f = 0; f < count; f++) {
      const r0 = tile[f]
      const r1 = tile[blockBins + f]
      const r2 = tile[2 * blockBins + f]
      const r3 = tile[3 * blockBins + f]
      sums[a + f] += r0 * a0 + r1 * a1 + (r2 * a2 + r3 * a3)
      sums[b + f] += r0 * b0 + r1 * b1 + (r2 * b2 + r3 * b3)
    }
  }
}
