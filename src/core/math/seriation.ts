/**
 * An order in which neighbours are near one another: a short path through all points. The best of the greedy paths from each
 * point, then shortened by turning stretches round (2-opt) until none helps.
 *
 * @param distances symmetric, ≥ 0
 * @returns         each index once; the end with the lower index first
 */
export function seriation(distances: readonly (readonly number[])[]): number[] {
  const count = distances.length
  if (count < 3) return Array.from({ length: count }, (_, index) => index)
  const paths = distances.map((_, start) => greedyPath(distances, start))
  const lengths = paths.map((path) => pathLength(distances, path))
  const path = paths[lengths.indexOf(Math.min(...lengths))]
  while (shorten(distances, path));
  return path[0] <= path[count - 1] ? path : path.reverse()
}

function greedyPath(distances: readonly (readonly number[])[], start: number): number[] {
  const left = new Set(distances.keys())
  const path = [start]
  left.delete(start)
  while (left.size > 0) {
    const from = distances[path[path.length - 1]]
    let nearest = -1
    for (const index of left) if (nearest === -1 || from[index] < from[nearest]) nearest = index
    path.push(nearest)
    left.delete(nearest)
  }
  return path
}

function pathLength(distances: readonly (readonly number[])[], path: readonly number[]): number {
  return path.slice(1).reduce((sum, index, i) => sum + distances[path[i]][index], 0)
}

/** Turns the first stretch round by which the path gets shorter; false when there is none. */
function shorten(distances: readonly (readonly number[])[], path: number[]): boolean {
  const step = (from: number, to: number): number =>
    from < 0 || to >= path.length ? 0 : distances[path[from]][path[to]]
  const turned = (from: number, to: number): number =>
    (from === 0 ? 0 : distances[path[from - 1]][path[to]]) +
    (to === path.length - 1 ? 0 : distances[path[from]][path[to + 1]])
  for (let from = 0; from < path.length - 1; from++) {
    for (let to = from + 1; to < path.length; to++) {
      if (turned(from, to) > step(from - 1, from) + step(to, to + 1) - 1e-9) continue
      path.splice(from, to - from + 1, ...path.slice(from, to + 1).reverse())
      return true
    }
  }
  return false
}
