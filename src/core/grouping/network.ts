/** A small network of fully connected layers: leaky ReLU between them, none at the end; inputs standardised and clipped. */
export interface Network {
  /** of the inputs */
  readonly means: Float32Array
  readonly deviations: Float32Array
  readonly layers: readonly Layer[]
}

export interface Layer {
  readonly inputCount: number
  readonly outputCount: number
  /** (outputs × inputs) row by row */
  readonly weights: Float32Array
  readonly biases: Float32Array
}

/** slope of the rectifier below 0 */
export const leak = 0.05
const mostDeviations = 5

/** Rows of inputs, standardised: (x − mean) / deviation, at most ±5. */
export function standardised({ means, deviations }: Pick<Network, 'means' | 'deviations'>, inputs: Float32Array) {
  const count = means.length
  return inputs.map((value, i) => {
    const x = (value - means[i % count]) / deviations[i % count]
    return Math.max(-mostDeviations, Math.min(mostDeviations, x))
  })
}

/**
 * The outputs of a network.
 *
 * @param inputs (rows × inputs of the first layer)
 * @returns      (rows × outputs of the last layer)
 */
export function runNetwork(network: Network, inputs: Float32Array): Float32Array {
  return network.layers.reduce<Float32Array>(
    (values, layer, index) => runLayer(layer, values, index < network.layers.length - 1),
    standardised(network, inputs)
  )
}

/** @param isRectified whether the outputs go through the leaky rectifier */
export function runLayer(layer: Layer, inputs: Float32Array, isRectified: boolean): Float32Array {
  const { inputCount, outputCount, weights, biases } = layer
  const rowCount = inputs.length / inputCount
  const outputs = new Float32Array(rowCount * outputCount)
  for (let row = 0; row < rowCount; row++) {
    const first = row * inputCount
    for (let o = 0; o < outputCount; o++) {
      let sum = biases[o]
      const start = o * inputCount
      for (let i = 0; i < inputCount; i++) sum += weights[start + i] * inputs[first + i]
      outputs[row * outputCount + o] = isRectified && sum < 0 ? leak * sum : sum
    }
  }
  return outputs
}
