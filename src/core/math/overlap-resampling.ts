/**
 * What cells of a line hold, shared out over other cells in proportion to their overlap: nothing is lost within the span of both.
 * A cell is given by its edges, `edges[i]` … `edges[i + 1]`, ascending.
 *
 * @param values amounts ≥ 0, one less than fromEdges
 * @returns      amounts ≥ 0, one less than toEdges
 */
export function resampleByOverlap(
  values: ArrayLike<number>,
  fromEdges: ArrayLike<number>,
  toEdges: ArrayLike<number>
): Float32Array {
  const out = new Float32Array(toEdges.length - 1)
  let from = 0
  for (let to = 0; to < out.length; to++) {
    while (from > 0 && fromEdges[from] > toEdges[to]) from--
    let sum = 0
    for (; from < values.length && fromEdges[from] < toEdges[to + 1]; from++) {
      const overlap = Math.min(fromEdges[from + 1], toEdges[to + 1]) - Math.max(fromEdges[from], toEdges[to])
      if (overlap > 0) sum += (values[from] * overlap) / (fromEdges[from + 1] - fromEdges[from])
    }
    out[to] = sum
  }
  return out
}
