import type { ComponentLinks } from './proposal'

/** How strongly what a person keeps apart repels, in units of the largest affinity. */
const repulsion = 8

/** Components of which some are bound together, as fewer and heavier ones. */
export interface LinkedComponents {
  /** for each component the place of its bundle */
  readonly bundleOf: readonly number[]
  /** (bundles × bundles) A_ab = Σ w_i·w_j·A_ij / Σ w_i·w_j over i of a and j of b */
  readonly affinity: Float64Array
  /** sums of the weights */
  readonly weights: Float64Array
}

/**
 * Binds components that a person wants together into bundles, for which kernel k-means has the same sum to maximise, and lets those
 * that he wants apart repel each other. Where both is wanted of two, they are together.
 *
 * @param affinity (count × count)
 */
export function bindLinked(affinity: Float64Array, weights: Float64Array, links: ComponentLinks): LinkedComponents {
  const count = weights.length
  const bundleOf = bundles(count, links.together)
  const bundleCount = Math.max(...bundleOf) + 1
  const sums = new Float64Array(bundleCount)
  weights.forEach((weight, k) => (sums[bundleOf[k]] += weight))
  const bound = new Float64Array(bundleCount * bundleCount)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const [a, b] = [bundleOf[i], bundleOf[j]]
      bound[a * bundleCount + b] += (weights[i] * weights[j] * affinity[i * count + j]) / (sums[a] * sums[b])
    }
  }
  const most = affinity.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  for (const [i, j] of links.apart) {
    const [a, b] = [bundleOf[i], bundleOf[j]]
    if (a === b) continue
    bound[a * bundleCount + b] = -repulsion * most
    bound[b * bundleCount + a] = -repulsion * most
  }
  return { bundleOf, affinity: bound, weights: sums }
}

/** Bundles numbered in the order of their first components. */
function bundles(count: number, together: ComponentLinks['together']): number[] {
  const parent = Array.from({ length: count }, (_, k) => k)
  const rootOf = (k: number): number => {
    let root = k
    while (parent[root] !== root) root = parent[root]
    return root
  }
  for (const [i, j] of together) {
    const [a, b] = [rootOf(i), rootOf(j)]
    parent[Math.max(a, b)] = Math.min(a, b)
  }
  const roots = parent.map((_, k) => rootOf(k))
  const places = [...new Set(roots)]
  return roots.map((root) => places.indexOf(root))
}
