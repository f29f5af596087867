import { madd, storeTransposed, updated } from './arithmetic'
import { freeHeights, heightDenominators, packedHeights, paddedRank, wideRank } from './layout'

/** Transposes columns of H four at a time, as `multiply` reads them. */
export function packHeights(heights: usize, columnCount: i32): void {
  const heightBytes = (<usize>paddedRank) << 2
  let packed = packedHeights()
  for (let n = 0; n < columnCount; n += 4) {
    for (let k: usize = 0; k < heightBytes; k += 16) {
      const h0 = v128.load(heights + k)
      const h1 = v128.load(heights + k + heightBytes)
      const h2 = v128.load(heights + k + 2 * heightBytes)
      const h3 = v128.load(heights + k + 3 * heightBytes)
      storeTransposed(h0, h1, h2, h3, packed, 16)
      packed += 64
    }
    heights += 4 * heightBytes
  }
}

/** Copies the products of multiplyTransposed into the layout of H. */
export function copySums(sums: usize, target: usize, columnCount: i32): void {
  const heightBytes = (<usize>paddedRank) << 2
  for (let n = 0; n < columnCount; n++) {
    memory.copy(target, sums, heightBytes)
    sums += (<usize>wideRank()) << 2
    target += heightBytes
  }
}

/** Denominators of the form 'gram', (WᵀW)·h, four columns × four components at a time. */
export function multiplyGram(products: usize, columnCount: i32): void {
  const heightBytes = (<usize>paddedRank) << 2
  const wideBytes = (<usize>wideRank()) << 2
  let packed = packedHeights()
  for (let n = 0; n < columnCount; n += 4) {
    for (let k = 0; k < paddedRank; k += 4) {
      let product0 = f32x4.splat(0)
      let product1 = f32x4.splat(0)
      let product2 = f32x4.splat(0)
      let product3 = f32x4.splat(0)
      let gram = heightDenominators + ((<usize>k) << 2)
      let h = packed
      for (let j = 0; j < paddedRank; j++) {
        const row = v128.load(gram)
        product0 = madd(row, v128.load32_splat(h), product0)
        product1 = madd(row, v128.load32_splat(h, 4), product1)
        product2 = madd(row, v128.load32_splat(h, 8), product2)
        product3 = madd(row, v128.load32_splat(h, 12), product3)
        gram += heightBytes
        h += 16
      }
      const product = products + ((<usize>k) << 2)
      v128.store(product, product0)
      v128.store(product + wideBytes, product1)
      v128.store(product + 2 * wideBytes, product2)
      v128.store(product + 3 * wideBytes, product3)
    }
    packed += 4 * heightBytes
    products += 4 * wideBytes
  }
}

/** The update of columns of H. `denominatorBytes` is 0 where all columns have the same denominators. */
export function updateHeights(
  heights: usize,
  numerators: usize,
  denominators: usize,
  denominatorBytes: usize,
  columnCount: i32,
  exponent: f32
): void {
  const heightBytes = (<usize>paddedRank) << 2
  for (let n = 0; n < columnCount; n++) {
    for (let k: usize = 0; k < heightBytes; k += 16) {
      const free = v128.load(freeHeights + k)
      const height = v128.load(heights + k)
      const moved = updated(height, v128.load(numerators + k), v128.load(denominators + k), exponent, free)
      v128.store(heights + k, moved)
    }
    heights += heightBytes
    numerators += (<usize>wideRank()) << 2
    denominators += denominatorBytes
  }
}

/** Sums[k] += Σ_n h_k, the denominators of W of the form 'sums'. */
export function addHeights(heights: usize, sums: usize, columnCount: i32): void {
  const heightBytes = (<usize>paddedRank) << 2
  for (let n = 0; n < columnCount; n++) {
    for (let k: usize = 0; k < heightBytes; k += 16) {
      v128.store(sums + k, f32x4.add(v128.load(sums + k), v128.load(heights + k)))
    }
    heights += heightBytes
  }
}

/** Sums[j][k] += HHᵀ, four rows × four components at a time. */
export function addHeightProducts(heights: usize, sums: usize, columnCount: i32): void {
  const heightBytes = (<usize>paddedRank) << 2
  for (let j: usize = 0; j < heightBytes; j += 16) {
    for (let k: usize = 0; k < heightBytes; k += 16) {
      let sum0 = v128.load(sums + k)
      let sum1 = v128.load(sums + k + heightBytes)
      let sum2 = v128.load(sums + k + 2 * heightBytes)
      let sum3 = v128.load(sums + k + 3 * heightBytes)
      let h = heights
      for (let n = 0; n < columnCount; n++) {
        const height = v128.load(h + k)
        sum0 = madd(height, v128.load32_splat(h + j), sum0)
        sum1 = madd(height, v128.load32_splat(h + j, 4), sum1)
        sum2 = madd(height, v128.load32_splat(h + j, 8), sum2)
        sum3 = madd(height, v128.load32_splat(h + j, 12), sum3)
        h += heightBytes
      }
      v128.store(sums + k, sum0)
      v128.store(sums + k + heightBytes, sum1)
      v128.store(sums + k + 2 * heightBytes, sum2)
      v128.store(sums + k + 3 * heightBytes, sum3)
    }
    sums += 4 * heightBytes
  }
}
