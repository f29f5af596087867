/** Rows of so many values, those that are chosen. */
export function rowsOf(rows: Float32Array, width: number, chosen: Int32Array): Float32Array {
  const gathered = new Float32Array(chosen.length * width)
  chosen.forEach((row, index) => gathered.set(rows.subarray(row * width, (row + 1) * width), index * width))
  return gathered
}
