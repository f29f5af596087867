import { relationCount, relationNames } from './feature-names'
import type { Likeness } from './proposal'

const [least, most, timbre, course] = ['onsetMatchLeast', 'onsetMatchMost', 'shiftCorrelation', 'course0.25'].map(
  (name) => relationNames.indexOf(name)
)

/**
 * What a component has in common with a group, as means over the group's other components.
 *
 * @param relations of relate()
 * @param weights   of the components in the means
 */
export function likenessOf(
  relations: Float32Array,
  weights: Float64Array,
  groups: readonly number[],
  { component, group }: { readonly component: number; readonly group: number }
): Likeness {
  const count = groups.length
  let mass = 0
  const sums = { onsets: 0, timbre: 0, course: 0 }
  for (let k = 0; k < count; k++) {
    if (k === component || groups[k] !== group) continue
    const first = (component * count + k) * relationCount
    mass += weights[k]
    sums.onsets += (weights[k] * (relations[first + least] + relations[first + most])) / 2
    sums.timbre += weights[k] * relations[first + timbre]
    sums.course += weights[k] * relations[first + course]
  }
  if (!(mass > 0)) return sums
  return { onsets: sums.onsets / mass, timbre: sums.timbre / mass, course: sums.course / mass }
}
