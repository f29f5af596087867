/** Rows of so many values, those that are chosen. */
export function rowsOf(rows: Float32Array, width: number, chosen: Int32Array): Float32Array {
  const gathered = new Float32Array(chosen.length * width)
  chosen.forEach((row, index) => gathered.set(rows.subarray(row * width, (row + 1) * width), index * width))
  return gathered
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
