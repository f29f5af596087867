import type { GroupingModel } from '@core/grouping/grouping-model'
import type { TrainingItem } from '../learning/training-item'
import { trainEmbedding } from './train-embedding'
import { trainFamilies } from './train-families'
import type { TrainingOptions } from './train-in-batches'
import { trainPairs } from './train-pairs'

/** Trains one network of each kind; the same items, order and seed give the same. */
export function trainGroupingModel(items: readonly TrainingItem[], options: TrainingOptions): GroupingModel {
  return {
    pairs: [trainPairs(items, options)],
    embeddings: [trainEmbedding(items, options)],
    families: [trainFamilies(items, options)]
  }
}

/** A model of all their networks, whose answers are averaged. */
export function joinedModels(models: readonly GroupingModel[]): GroupingModel {
  return {
    pairs: models.flatMap(({ pairs }) => pairs),
    embeddings: models.flatMap(({ embeddings }) => embeddings),
    families: models.flatMap(({ families }) => families)
  }
}
