import { AppError } from '../errors'
import { naturalBreaks } from '../math/natural-breaks'
import type { Factors } from '../separation/factors'
import { componentFeatures, type ComponentFeatures, type FeatureLayout } from './component-features'

/** Sustain tells struck from held; the low end only tips the scale, for basses are low too. */
const lowWeight = 0.25

/** A group for each component, and in a few words why. */
export interface GroupSuggestion {
  readonly groups: number[]
  readonly reasons: string[]
  /** what it went by */
  readonly features: readonly ComponentFeatures[]
}

/**
 * A simple hint, not a recognition of instruments: drums' components are short and carry more energy at low frequencies.
 *
 * Components are scored by lowShare/4 − sustain; the higher of the two natural classes of the scores is group 0, low and
 * percussive. The rest is group 1, or for more groups is split by the centroid of the templates, lowest first. Groups are
 * never empty. It can not tell apart what is struck alike: drums and plucked strings that are damped at once, say.
 *
 * @param count number of groups, 1 … rank
 * @throws AppError 'invalid-argument'
 */
export function suggestGroups(factors: Factors, layout: FeatureLayout, count: number): GroupSuggestion {
  const { rank } = factors
  if (!(Number.isInteger(count) && count >= 1 && count <= rank)) {
    throw new AppError('invalid-argument', `${count} groups of ${rank} components`, { count, rank })
  }
  const features = Array.from({ length: rank }, (_, k) => componentFeatures(factors, layout, k))
  if (count === 1) return { groups: features.map(() => 0), reasons: features.map(() => 'the only group'), features }
  const percussive = percussiveComponents(features, rank - (count - 1))
  const rest = features.flatMap((_, k) => (percussive.has(k) ? [] : [k]))
  const restClasses = naturalBreaks(
    rest.map((k) => features[k].centroid),
    rest.map((k) => features[k].weight),
    count - 1
  )
  const groups = features.map(() => 0)
  rest.forEach((k, i) => (groups[k] = 1 + restClasses[i]))
  return { groups, reasons: features.map((feature, k) => reasonOf(feature, percussive.has(k))), features }
}

/** The components of the higher class of scores, at most `limit` of them: the best scored. */
function percussiveComponents(features: readonly ComponentFeatures[], limit: number): Set<number> {
  const scores = features.map(({ lowShare, sustain }) => lowWeight * lowShare - sustain)
  const classes = naturalBreaks(
    scores,
    features.map(({ weight }) => weight),
    2
  )
  const higher = features.flatMap((_, k) => (classes[k] === 1 ? [k] : []))
  return new Set(higher.sort((a, b) => scores[b] - scores[a]).slice(0, limit))
}

function reasonOf({ sustain, lowShare, centroid }: ComponentFeatures, isPercussive: boolean): string {
  const low = `${Math.round(100 * lowShare)} % of the energy below 200 Hz`
  const held = `sustain ${sustain.toFixed(2)}`
  return `${isPercussive ? 'short or low' : 'held or high'}: ${held}, ${low}, centred at ${Math.round(2 ** centroid)} Hz`
}
