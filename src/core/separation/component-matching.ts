import { bestAssignment } from '../math/assignment'
import type { Factors } from './factors'
import { templateOf } from './templates'
import { templatesInBins } from './warm-start'

/** Templates less alike than this are not the same component: the cosine of the angle between them. */
export const matchThreshold = 0.7

/**
 * For each component of a separation the one of a former separation of the same recording that it carries on, by the cosine of
 * their templates: of all one-to-one assignments that with the largest sum, of which pairs of at least `matchThreshold` count.
 * Templates of another window are resampled over Hz, those of several columns summed over their lags.
 *
 * @returns for each component of `next` an index into the components of `former`, or null where none is like it
 */
export function matchComponents(former: TemplateSet, next: TemplateSet): (number | null)[] {
  const binCount = Math.min(former.binCount, next.binCount)
  const formerTemplates = unitTemplates(former, binCount)
  const cosines = unitTemplates(next, binCount).map((template) =>
    formerTemplates.map((formerTemplate) => template.reduce((sum, value, f) => sum + value * formerTemplate[f], 0))
  )
  // below the threshold all are alike bad: none of them may draw a good pair apart
  const scores = cosines.map((row) => row.map((cosine) => (cosine >= matchThreshold ? cosine : 0)))
  return bestAssignment(scores).map((index, k) => (index !== null && scores[k][index] > 0 ? index : null))
}

/** What of factors is compared; both sets span 0 Hz to the same Nyquist frequency. */
export type TemplateSet = Pick<Factors, 'rank' | 'binCount' | 'model' | 'W'>

/** Templates over so many bins, summed over their lags, each of length 1; silent ones stay 0. */
function unitTemplates(factors: TemplateSet, binCount: number): Float32Array[] {
  return Array.from({ length: factors.rank }, (_, k) => {
    const template = templatesInBins(templateOf(factors, k), 1, binCount)
    const length = Math.sqrt(template.reduce((sum, value) => sum + value ** 2, 0))
    return length > 0 ? template.map((value) => value / length) : template
  })
}
