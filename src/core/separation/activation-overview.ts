/**
 * Activations at a glance: for each component the largest value of each of `width` stretches of equal length.
 *
 * @param H (rank × columnCount)
 * @returns (rank × width); fewer columns than `width` are repeated
 */
export function activationOverview(H: Float32Array, columnCount: number, width: number): Float32Array<ArrayBuffer> {
  const rank = H.length / columnCount
  const overview = new Float32Array(rank * width)
  for (let k = 0; k < rank; k++) {
    for (let stretch = 0; stretch < width; stretch++) {
      const start = Math.floor((stretch * columnCount) / width)
      const end = Math.max(start + 1, Math.floor(((stretch + 1) * columnCount) / width))
      let largest = 0
      for (let column = start; column < end; column++) largest = Math.max(largest, H[k * columnCount + column])
      overview[k * width + stretch] = largest
    }
  }
  return overview
}
