/**
 * The assignment of rows to columns, each used at most once, with the largest sum of scores; as many pairs as the shorter side has.
 * O(n²·m) by shortest augmenting paths with potentials (the Hungarian algorithm).
 *
 * @param scores `scores[row][column]`, finite, all rows of one length
 * @returns      for each row its column, or null when there are more rows than columns and it went without
 * @see          Kuhn 1955, Naval Research Logistics 2; Jonker & Volgenant 1987, Computing 38
 */
export function bestAssignment(scores: readonly (readonly number[])[]): (number | null)[] {
  const rowCount = scores.length
  const columnCount = scores[0]?.length ?? 0
  if (rowCount > columnCount) {
    const transposed = Array.from({ length: columnCount }, (_, column) => scores.map((row) => row[column]))
    const rows = bestAssignment(transposed)
    return scores.map((_, row) => {
      const column = rows.indexOf(row)
      return column < 0 ? null : column
    })
  }
  const rowPotentials = new Float64Array(rowCount)
  const columnPotentials = new Float64Array(columnCount + 1)
  // the column behind the last one stands for the start of each search
  const start = columnCount
  const rowOf = new Int32Array(columnCount + 1).fill(-1)
  for (let row = 0; row < rowCount; row++) {
    const distances = new Float64Array(columnCount).fill(Infinity)
    const previous = new Int32Array(columnCount).fill(start)
    const isDone = new Uint8Array(columnCount + 1)
    rowOf[start] = row
    let column = start
    while (rowOf[column] !== -1) {
      isDone[column] = 1
      const current = rowOf[column]
      let nearest = -1
      for (let next = 0; next < columnCount; next++) {
        if (isDone[next]) continue
        const distance = -scores[current][next] - rowPotentials[current] - columnPotentials[next]
        if (distance < distances[next]) {
          distances[next] = distance
          previous[next] = column
        }
        if (nearest < 0 || distances[next] < distances[nearest]) nearest = next
      }
      const step = distances[nearest]
      for (let next = 0; next <= columnCount; next++) {
        if (isDone[next]) {
          rowPotentials[rowOf[next]] += step
          columnPotentials[next] -= step
        } else if (next < columnCount) distances[next] -= step
      }
      column = nearest
    }
    while (column !== start) {
      rowOf[column] = rowOf[previous[column]]
      column = previous[column]
    }
  }
  const assignment = new Array<number | null>(rowCount).fill(null)
  for (let column = 0; column < columnCount; column++) if (rowOf[column] >= 0) assignment[rowOf[column]] = column
  return assignment
}
