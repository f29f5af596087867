import { beta, blockBytes, fallingSlopes, risingSlopes, rows, V, weights } from './layout'

/**
 * Makes the divergence's slopes of one chunk of rows of the model: rising ← λ·v·m^(β−2) and, but for β = 1 without weights,
 * falling ← λ·m^(β−1). The model lies where the rising slopes then are; `offset` is that of the chunk's first value in V.
 */
export function computeSlopes(offset: usize, blockCount: i32, columnCount: i32): void {
  const blockStride = <usize>columnCount * blockBytes
  for (let n = 0; n < columnCount; n++) {
    const rising = risingSlopes() + <usize>n * blockBytes
    slopesOfColumn(offset + ((<usize>(n * rows)) << 2), rising, blockStride, blockCount)
  }
}

function slopesOfColumn(start: usize, rising: usize, blockStride: usize, blockCount: i32): void {
  const toFalling = fallingSlopes() - risingSlopes()
  for (let block = 0; block < blockCount; block++) {
    const at = start + <usize>block * blockBytes
    for (let half: usize = 0; half < blockBytes; half += 16) {
      const lanes = rising + half
      const v = v128.load(V + at + half)
      const m = v128.load(lanes)
      const weight = weights == 0 ? f32x4.splat(1) : v128.load(weights + at + half)
      const falling = beta == 1 ? weight : beta == 2 ? f32x4.mul(weight, m) : f32x4.div(weight, m)
      const perMagnitude = beta == 2 ? weight : f32x4.div(falling, m)
      v128.store(lanes, f32x4.mul(v, perMagnitude))
      v128.store(lanes + toFalling, falling)
    }
    rising += blockStride
  }
}
