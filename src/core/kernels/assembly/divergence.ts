import { kullbackLeibler, log, modelFloor, sumOf } from './arithmetic'
import { beta, blockBytes, risingSlopes, rows, V, weights } from './layout'

/**
 * Σ λ·d_β(v | m) over one chunk of rows, whose model lies where its rising slopes will be. `offset` is that of its first value
 * in V. Each column of the chunk is summed in single precision, the columns in double.
 */
export function measureChunk(offset: usize, blockCount: i32, columnCount: i32): f64 {
  let sum: f64 = 0
  for (let n = 0; n < columnCount; n++) {
    const start = offset + ((<usize>(n * rows)) << 2)
    let model = risingSlopes() + <usize>n * blockBytes
    let divergences = f32x4.splat(0)
    for (let block = 0; block < blockCount; block++) {
      const at = start + <usize>block * blockBytes
      for (let half: usize = 0; half < blockBytes; half += 16) {
        const divergence = divergenceOf(v128.load(V + at + half), v128.load(model + half))
        const isWeighted = weights != 0
        divergences = f32x4.add(
          divergences,
          isWeighted ? f32x4.mul(v128.load(weights + at + half), divergence) : divergence
        )
      }
      model += <usize>columnCount * blockBytes
    }
    sum += sumOf(divergences)
  }
  return sum
}

/**
 * The same for β = 1 without weights, leaving V over the model in the place of the model, to the last bit as `multiply` makes it
 * when it is given V.
 */
export function measureRatios(offset: usize, blockCount: i32, columnCount: i32): f64 {
  const blockStride = <usize>columnCount * blockBytes
  let sum: f64 = 0
  for (let n = 0; n < columnCount; n++) {
    let v = V + offset + ((<usize>(n * rows)) << 2)
    let model = risingSlopes() + <usize>n * blockBytes
    let divergences = f32x4.splat(0)
    for (let block = 0; block < blockCount; block++) {
      for (let half: usize = 0; half < blockBytes; half += 16) {
        const magnitudes = v128.load(v + half)
        const m = v128.load(model + half)
        const ratio = f32x4.div(magnitudes, m)
        v128.store(model + half, ratio)
        divergences = f32x4.add(divergences, kullbackLeibler(magnitudes, m, ratio))
      }
      v += blockBytes
      model += blockStride
    }
    sum += sumOf(divergences)
  }
  return sum
}

/** Of v = 0 where the model is nothing but its floor (padding) it is 0, and of v = 0 for β = 0, which is infinite. */
function divergenceOf(v: v128, m: v128): v128 {
  if (beta == 2) {
    const difference = f32x4.sub(v, f32x4.sub(m, f32x4.splat(modelFloor)))
    return f32x4.mul(f32x4.splat(0.5), f32x4.mul(difference, difference))
  }
  const ratio = f32x4.div(v, m)
  if (beta == 1) return kullbackLeibler(v, m, ratio)
  const logarithm = log(f32x4.pmax(f32x4.splat(1e-37), ratio))
  const divergence = f32x4.sub(f32x4.sub(ratio, logarithm), f32x4.splat(1))
  return v128.and(divergence, f32x4.gt(v, f32x4.splat(0)))
}
