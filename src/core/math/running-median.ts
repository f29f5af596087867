/**
 * Median of the `size` values around each one; at the ends, of as many as there are.
 *
 * @param size odd
 */
export function runningMedian(values: Float32Array, size: number): Float32Array {
  const medians = new Float32Array(values.length)
  const half = size >> 1
  const sorted: number[] = []
  for (let i = -half; i < values.length; i++) {
    const entering = i + half
    const leaving = i - half - 1
    if (entering < values.length) sorted.splice(lowerBound(sorted, values[entering]), 0, values[entering])
    if (leaving >= 0) sorted.splice(lowerBound(sorted, values[leaving]), 1)
    if (i >= 0) medians[i] = sorted[sorted.length >> 1]
  }
  return medians
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
