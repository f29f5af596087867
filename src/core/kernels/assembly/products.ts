import { madd, modelFloor } from './arithmetic'
import { blockBytes, paddedRank, rows, wideRank } from './layout'

/*
 * The three matrix products of an update, for one chunk of rows by a few columns. Each keeps eight sums in registers, in pairs of
 * neighbours in memory, and so is bound by arithmetic, not by loads.
 */

/**
 * Model ← floor + W·H, 8 rows × 4 columns at a time; or V over it, unless `magnitudes` is 0: that is V's first value of these rows
 * and columns. `packed` is H as packHeights leaves it.
 */
export function multiply(
  templates: usize,
  packed: usize,
  model: usize,
  magnitudes: usize,
  blockCount: i32,
  columnCount: i32
): void {
  const templateBytes = <usize>paddedRank * blockBytes
  const start = f32x4.splat(modelFloor)
  const columnBytes = (<usize>rows) << 2
  for (let block = 0; block < blockCount; block++) {
    const end = templates + templateBytes
    let h = packed
    let v = magnitudes
    for (let n = 0; n < columnCount; n += 4) {
      let low0 = start
      let low1 = start
      let low2 = start
      let low3 = start
      let high0 = start
      let high1 = start
      let high2 = start
      let high3 = start
      let w = templates
      do {
        const low = v128.load(w)
        const high = v128.load(w, 16)
        let height = v128.load32_splat(h)
        low0 = madd(low, height, low0)
        high0 = madd(high, height, high0)
        height = v128.load32_splat(h, 4)
        low1 = madd(low, height, low1)
        high1 = madd(high, height, high1)
        height = v128.load32_splat(h, 8)
        low2 = madd(low, height, low2)
        high2 = madd(high, height, high2)
        height = v128.load32_splat(h, 12)
        low3 = madd(low, height, low3)
        high3 = madd(high, height, high3)
        w += blockBytes
        h += 16
      } while (w != end)
      if (magnitudes != 0) {
        low0 = f32x4.div(v128.load(v), low0)
        high0 = f32x4.div(v128.load(v, 16), high0)
        v += columnBytes
        low1 = f32x4.div(v128.load(v), low1)
        high1 = f32x4.div(v128.load(v, 16), high1)
        v += columnBytes
        low2 = f32x4.div(v128.load(v), low2)
        high2 = f32x4.div(v128.load(v, 16), high2)
        v += columnBytes
        low3 = f32x4.div(v128.load(v), low3)
        high3 = f32x4.div(v128.load(v, 16), high3)
        v += columnBytes
      }
      v128.store(model, low0)
      v128.store(model, high0, 16)
      v128.store(model, low1, 32)
      v128.store(model, high1, 48)
      v128.store(model, low2, 64)
      v128.store(model, high2, 80)
      v128.store(model, low3, 96)
      v128.store(model, high3, 112)
      model += 128
    }
    templates = end
    if (magnitudes != 0) magnitudes += blockBytes
  }
}

/**
 * Sums[n][k] += Wᵀ·R, 4 columns × 8 components at a time. `templateRows` is W as packTemplates leaves it, from the chunk's first
 * row on; the sums have wideRank() components as well. Columns and blocks of the slopes are so many bytes apart.
 */
export function multiplyTransposed(
  templateRows: usize,
  slopes: usize,
  columnBytes: usize,
  blockStride: usize,
  sums: usize,
  blockCount: i32,
  columnCount: i32
): void {
  const rowBytes = (<usize>wideRank()) << 2
  const toNextBlock = blockStride - blockBytes
  for (let n = 0; n < columnCount; n += 4) {
    for (let k: usize = 0; k < rowBytes; k += 32) {
      let sum = sums + k
      let low0 = v128.load(sum)
      let high0 = v128.load(sum, 16)
      sum += rowBytes
      let low1 = v128.load(sum)
      let high1 = v128.load(sum, 16)
      sum += rowBytes
      let low2 = v128.load(sum)
      let high2 = v128.load(sum, 16)
      sum += rowBytes
      let low3 = v128.load(sum)
      let high3 = v128.load(sum, 16)
      let w = templateRows + k
      let r0 = slopes
      let r1 = r0 + columnBytes
      let r2 = r1 + columnBytes
      let r3 = r2 + columnBytes
      for (let block = 0; block < blockCount; block++) {
        const end = r0 + blockBytes
        do {
          const low = v128.load(w)
          const high = v128.load(w, 16)
          let slope = v128.load32_splat(r0)
          low0 = madd(low, slope, low0)
          high0 = madd(high, slope, high0)
          slope = v128.load32_splat(r1)
          low1 = madd(low, slope, low1)
          high1 = madd(high, slope, high1)
          slope = v128.load32_splat(r2)
          low2 = madd(low, slope, low2)
          high2 = madd(high, slope, high2)
          slope = v128.load32_splat(r3)
          low3 = madd(low, slope, low3)
          high3 = madd(high, slope, high3)
          w += rowBytes
          r0 += 4
          r1 += 4
          r2 += 4
          r3 += 4
        } while (r0 != end)
        r0 += toNextBlock
        r1 += toNextBlock
        r2 += toNextBlock
        r3 += toNextBlock
      }
      v128.store(sum, low3)
      v128.store(sum, high3, 16)
      sum -= rowBytes
      v128.store(sum, low2)
      v128.store(sum, high2, 16)
      sum -= rowBytes
      v128.store(sum, low1)
      v128.store(sum, high1, 16)
      sum -= rowBytes
      v128.store(sum, low0)
      v128.store(sum, high0, 16)
    }
    slopes += 4 * columnBytes
    sums += 4 * rowBytes
  }
}

/** Sums[f][k] += R·Hᵀ, 8 rows × 4 components at a time, column after column. */
export function accumulate(
  slopes: usize,
  columnBytes: usize,
  blockStride: usize,
  heights: usize,
  sums: usize,
  blockCount: i32,
  columnCount: i32
): void {
  const heightBytes = (<usize>paddedRank) << 2
  const sweptBytes = <usize>columnCount * heightBytes
  for (let block = 0; block < blockCount; block++) {
    for (let k = 0; k < paddedRank; k += 4) {
      let low0 = v128.load(sums)
      let high0 = v128.load(sums, 16)
      let low1 = v128.load(sums, 32)
      let high1 = v128.load(sums, 48)
      let low2 = v128.load(sums, 64)
      let high2 = v128.load(sums, 80)
      let low3 = v128.load(sums, 96)
      let high3 = v128.load(sums, 112)
      let r = slopes
      let h = heights + ((<usize>k) << 2)
      const end = h + sweptBytes
      do {
        const low = v128.load(r)
        const high = v128.load(r, 16)
        let height = v128.load32_splat(h)
        low0 = madd(low, height, low0)
        high0 = madd(high, height, high0)
        height = v128.load32_splat(h, 4)
        low1 = madd(low, height, low1)
        high1 = madd(high, height, high1)
        height = v128.load32_splat(h, 8)
        low2 = madd(low, height, low2)
        high2 = madd(high, height, high2)
        height = v128.load32_splat(h, 12)
        low3 = madd(low, height, low3)
        high3 = madd(high, height, high3)
        h += heightBytes
        r += columnBytes
      } while (h != end)
      v128.store(sums, low0)
      v128.store(sums, high0, 16)
      v128.store(sums, low1, 32)
      v128.store(sums, high1, 48)
      v128.store(sums, low2, 64)
      v128.store(sums, high2, 80)
      v128.store(sums, low3, 96)
      v128.store(sums, high3, 112)
      sums += 128
    }
    slopes += blockStride
  }
}
