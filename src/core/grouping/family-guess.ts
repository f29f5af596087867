import type { ComponentSet } from './component-set'
import { componentFeatureCount } from './feature-names'
import { runNetwork, type Network } from './network'

/** Mean and deviation of each component feature. */
export const familyInputCount = 2 * componentFeatureCount

/**
 * What a group of components is like: mean and deviation of their features.
 *
 * @param weights of the components, 0 for those outside the group
 * @returns       (90); zeros for an empty group
 */
export function familyInputs({ count, features }: ComponentSet, weights: ArrayLike<number>): Float32Array {
  const inputs = new Float32Array(familyInputCount)
  let whole = 0
  for (let k = 0; k < count; k++) whole += weights[k]
  if (!(whole > 0)) return inputs
  for (let c = 0; c < componentFeatureCount; c++) {
    let mean = 0
    let square = 0
    for (let k = 0; k < count; k++) {
      const value = features[k * componentFeatureCount + c]
      mean += (weights[k] / whole) * value
      square += (weights[k] / whole) * value * value
    }
    inputs[c] = mean
    inputs[componentFeatureCount + c] = Math.sqrt(Math.max(0, square - mean * mean))
  }
  return inputs
}

/** Probabilities of sourceFamilies: of several networks the mean. */
export function guessFamily(networks: readonly Network[], inputs: Float32Array): Float64Array {
  const answers = networks.map((network) => softmax(runNetwork(network, inputs)))
  return answers[0].map((_, family) => answers.reduce((sum, answer) => sum + answer[family], 0) / answers.length)
}

export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits)
  const most = values.reduce((highest, value) => Math.max(highest, value), -Infinity)
  const powers = values.map((value) => Math.exp(value - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
