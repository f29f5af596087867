/**
 * The first of `count` neighbouring columns in which Σ h² is largest, the earliest of equals; 0 where there are not so many.
 *
 * @param activation (columns) ≥ 0
 */
export function strongestColumns(activation: ArrayLike<number>, count: number): number {
  let sum = 0
  let most = 0
  let first = 0
  for (let n = 0; n < activation.length; n++) {
    sum += activation[n] ** 2
    if (n >= count) sum -= activation[n - count] ** 2
    // Sums that differ by rounding alone are equal.
    if (sum > most * (1 + 1e-9)) {
      most = sum
      first = Math.max(0, n - count + 1)
    }
  }
  return first
}
