/**
 * The factors of one separation, V ≈ W·H, in the layout that every part of the program shares.
 *
 * W (bins × rank): template w_k is contiguous, `W[k * binCount + f]`; each template sums to 1.
 * H (rank × columns): activation h_k is contiguous, `H[k * columnCount + n]`; it carries the scale.
 */
export interface Factors {
  readonly rank: number
  readonly binCount: number
  readonly columnCount: number
  readonly W: Float32Array
  readonly H: Float32Array
}
