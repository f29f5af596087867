import type { ComponentSet } from '@core/grouping/component-set'
import { measureComponents } from '@core/grouping/component-set'
import { familyInputs } from '@core/grouping/family-guess'
import { networkInputs, type NetworkInputs } from '@core/grouping/network-inputs'
import { relate } from '@core/grouping/relations'
import type { SourceFamily } from '@core/grouping/source-families'
import { finish } from '../../../bench/quality/item'
import { groupingLayout, type MeasuredMixture } from './measured-mixture'
import { softOwnership } from './ownership'

/** One mixture of which the true sources are known. */
export interface TrainingItem {
  readonly inputs: NetworkInputs
  /** E_k as shares, Σ = 1 */
  readonly energies: Float64Array
  /** `[source * components + k]`: which part of component k belongs to a source, Σ over the sources 1 */
  readonly ownership: Float64Array
  /** of each source of one family: what its components are like, and which family it is of */
  readonly families: readonly { readonly inputs: Float32Array; readonly family: SourceFamily }[]
}

/** What the networks learn from a mixture, by the app's own features. */
export function trainingItem(mixture: MeasuredMixture): TrainingItem {
  const set = componentSetOf(mixture)
  const ownership = softOwnership(mixture)
  return {
    inputs: networkInputs(set, relate(set)),
    energies: set.energies,
    ownership,
    families: mixture.families.flatMap((family, source) => {
      const weights = sourceWeights(set, ownership, source)
      return family === null || weights.every((weight) => weight === 0)
        ? []
        : [{ inputs: familyInputs(set, weights), family }]
    })
  }
}

export function componentSetOf({ factors, energies, runCount }: MeasuredMixture): ComponentSet {
  return finish(measureComponents(factors, groupingLayout, energies, runCount))
}

/** √E of the components that belong to a source more than to any other, 0 of the rest. */
export function sourceWeights(
  { count, energies }: ComponentSet,
  ownership: Float64Array,
  source: number
): Float64Array {
  const isOwner = (k: number): boolean => {
    for (let first = 0; first < ownership.length; first += count)
      if (ownership[first + k]! > ownership[source * count + k]!) return false
    return true
  }
  return energies.map((energy, k) => (isOwner(k) ? Math.sqrt(energy) : 0))
}
