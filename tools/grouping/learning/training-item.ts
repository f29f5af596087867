import { measureComponents } from '@core/grouping/component-set'
import { networkInputs } from '@core/grouping/network-inputs'
import { relate } from '@core/grouping/relations'
import { finish } from '../../../bench/quality/item'
import type { TrainingItem } from '../train-networks'
import { groupingLayout, type MeasuredMixture } from './measured-mixture'
import { softOwnership } from './ownership'

/** What the networks learn from a mixture, by the app's own features. */
export function trainingItem(mixture: MeasuredMixture): TrainingItem {
  const set = finish(measureComponents(mixture.factors, groupingLayout, mixture.energies, 1))
  return { inputs: networkInputs(set, relate(set)), energies: set.energies, ownership: softOwnership(mixture) }
}
