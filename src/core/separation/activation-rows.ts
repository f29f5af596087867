import type { ColumnRun } from './jobs'

/**
 * Some columns of activations.
 *
 * @param H (rank × columnCount)
 * @returns (rank × columns.length)
 */
export function takeColumns(H: Float32Array, columnCount: number, columns: readonly number[]): Float32Array {
  const rank = H.length / columnCount
  const taken = new Float32Array(rank * columns.length)
  for (let k = 0; k < rank; k++) {
    for (let i = 0; i < columns.length; i++) taken[k * columns.length + i] = H[k * columnCount + columns[i]]
  }
  return taken
}

/**
 * Activations at any columns from those that are known, linearly between them and level beyond the first and the last.
 *
 * @param known (rank × columns.length)
 * @param columns where they are known, ascending
 * @param at      where they are wanted, ascending
 * @returns       (rank × at.length)
 */
export function interpolateColumns(
  known: Float32Array,
  columns: readonly number[],
  at: readonly number[]
): Float32Array {
  const width = columns.length
  const rank = known.length / width
  const H = new Float32Array(rank * at.length)
  let after = 0
  for (let i = 0; i < at.length; i++) {
    while (after < width - 1 && columns[after] < at[i]) after++
    const before = Math.max(0, columns[after] <= at[i] ? after : after - 1)
    const gap = columns[after] - columns[before]
    const share = gap > 0 ? (at[i] - columns[before]) / gap : 0
    for (let k = 0; k < rank; k++) {
      H[k * at.length + i] = (1 - share) * known[k * width + before] + share * known[k * width + after]
    }
  }
  return H
}

/**
 * Writes the activations of neighbouring columns into those of a whole recording.
 *
 * @param part (rank × run.count)
 * @param H    (rank × columnCount), written
 */
export function putColumns(part: Float32Array, run: ColumnRun, H: Float32Array, columnCount: number): void {
  for (let k = 0; k * columnCount < H.length; k++) {
    H.set(part.subarray(k * run.count, (k + 1) * run.count), k * columnCount + run.first)
  }
}
