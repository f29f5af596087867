import { familyInputs, guessFamily } from '@core/grouping/family-guess'
import type { Network } from '@core/grouping/network'
import { sourceFamilies, widerName } from '@core/grouping/source-families'
import type { MeasuredMixture } from './measured-mixture'
import { softOwnership } from './ownership'
import { componentSetOf, sourceWeights } from './training-item'

/** How often families of sources are guessed right. */
export interface FamilyScore {
  readonly sourceCount: number
  readonly right: number
  /** among the three likeliest */
  readonly amongThree: number
  /** the wider word that is likeliest */
  readonly widerRight: number
}

/** Guesses the sources of mixtures by the components that are truly theirs. */
export function scoreFamilies(mixtures: readonly MeasuredMixture[], networks: readonly Network[]): FamilyScore {
  const score = { sourceCount: 0, right: 0, amongThree: 0, widerRight: 0 }
  for (const mixture of mixtures) {
    const set = componentSetOf(mixture)
    const ownership = softOwnership(mixture)
    mixture.families.forEach((family, source) => {
      const weights = sourceWeights(set, ownership, source)
      if (family === null || weights.every((weight) => weight === 0)) return
      const probabilities = guessFamily(networks, familyInputs(set, weights))
      const order = sourceFamilies
        .map((_, index) => index)
        .sort((a, b) => probabilities[b]! - probabilities[a]!)
        .map((index) => sourceFamilies[index]!)
      score.sourceCount++
      if (order[0] === family) score.right++
      if (order.slice(0, 3).includes(family)) score.amongThree++
      const widers = new Map<string, number>()
      sourceFamilies.forEach((other, index) => {
        widers.set(widerName(other), (widers.get(widerName(other)) ?? 0) + probabilities[index]!)
      })
      const [widest] = [...widers].reduce((best, other) => (other[1] > best[1] ? other : best))
      if (widest === widerName(family)) score.widerRight++
    })
  }
  return score
}
