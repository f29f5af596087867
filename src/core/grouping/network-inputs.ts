import { componentWeights, type ComponentSet } from './component-set'
import {
  componentFeatureCount,
  componentInputCount,
  contextCount,
  contextFeatureNames,
  featureIndex,
  orderedFeatureNames,
  pairInputCount,
  relationCount
} from './feature-names'

const ordered = orderedFeatureNames.map(featureIndex)
const contextual = contextFeatureNames.map(featureIndex)
const weightExponent = 0.5

/** What the networks are fed. */
export interface NetworkInputs {
  /** (pairs × 109), the pairs i < j row by row: |C_i − C_j|, lesser and greater of 15 features, relations, context */
  readonly pairs: Float32Array
  /** (components × 102): C, C − weighted mean of C, mean and deviation of the context */
  readonly components: Float32Array
}

/** @param relations of relate() */
export function networkInputs(set: ComponentSet, relations: Float32Array): NetworkInputs {
  const weights = componentWeights(set, weightExponent)
  const { means, deviations } = contextOf(set, weights)
  const context = [...means, ...deviations, meanDistance(set, relations, weights)]
  return {
    pairs: pairInputs(set, relations, context),
    components: componentInputs(set, weights, [...means, ...deviations])
  }
}

function pairInputs({ count, features }: ComponentSet, relations: Float32Array, context: readonly number[]) {
  const pairs = new Float32Array(((count * (count - 1)) / 2) * pairInputCount)
  let at = 0
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const a = i * componentFeatureCount
      const b = j * componentFeatureCount
      for (let c = 0; c < componentFeatureCount; c++) pairs[at++] = Math.abs(features[a + c] - features[b + c])
      for (const c of ordered) pairs[at++] = Math.min(features[a + c], features[b + c])
      for (const c of ordered) pairs[at++] = Math.max(features[a + c], features[b + c])
      const first = (i * count + j) * relationCount
      pairs.set(relations.subarray(first, first + relationCount), at)
      pairs.set(context, at + relationCount)
      at += relationCount + contextCount
    }
  }
  return pairs
}

function componentInputs({ count, features }: ComponentSet, weights: Float64Array, context: readonly number[]) {
  const means = Array.from({ length: componentFeatureCount }, (_, c) =>
    weights.reduce((sum, weight, k) => sum + weight * features[k * componentFeatureCount + c], 0)
  )
  const components = new Float32Array(count * componentInputCount)
  let at = 0
  for (let k = 0; k < count; k++) {
    const first = k * componentFeatureCount
    components.set(features.subarray(first, first + componentFeatureCount), at)
    for (let c = 0; c < componentFeatureCount; c++)
      components[at + componentFeatureCount + c] = features[first + c] - means[c]
    components.set(context, at + 2 * componentFeatureCount)
    at += componentInputCount
  }
  return components
}

/** Weighted mean and deviation of what tells the kind of mixture. */
function contextOf({ features }: ComponentSet, weights: Float64Array): { means: number[]; deviations: number[] } {
  const means = contextual.map((c) =>
    weights.reduce((sum, weight, k) => sum + weight * features[k * componentFeatureCount + c], 0)
  )
  const deviations = contextual.map((c, index) =>
    Math.sqrt(
      weights.reduce(
        (sum, weight, k) => sum + weight * (features[k * componentFeatureCount + c] - means[index]) ** 2,
        0
      )
    )
  )
  return { means, deviations }
}

/** Weighted mean of the distance of cepstra, the first of the relations. */
function meanDistance({ count }: ComponentSet, relations: Float32Array, weights: Float64Array): number {
  let sum = 0
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) sum += weights[i] * weights[j] * relations[(i * count + j) * relationCount]
  return sum
}
