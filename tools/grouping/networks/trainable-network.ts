import { createRandom } from '@core/math/random'
import { leak, runLayer, type Layer, type Network } from '@core/grouping/network'

/** A network that remembers what it computed last, and gives the gradients of a loss of its outputs. */
export class TrainableNetwork {
  readonly layers: readonly Layer[]
  #activations: Float32Array[] = []

  /** @param sizes inputs, hidden units, …, outputs */
  constructor(sizes: readonly number[], seed: number) {
    const random = createRandom(seed)
    this.layers = sizes.slice(1).map((outputCount, index) => {
      const inputCount = sizes[index]!
      const deviation = Math.sqrt(2 / inputCount)
      const weights = Float32Array.from({ length: inputCount * outputCount }, () => deviation * normal(random))
      return { inputCount, outputCount, weights, biases: new Float32Array(outputCount) }
    })
  }

  get parameters(): Float32Array[] {
    return this.layers.flatMap(({ weights, biases }) => [weights, biases])
  }

  /** @param inputs standardised rows */
  forward(inputs: Float32Array): Float32Array {
    this.#activations = [inputs]
    this.layers.forEach((layer, index) => {
      this.#activations.push(runLayer(layer, this.#activations.at(-1)!, index < this.layers.length - 1))
    })
    return this.#activations.at(-1)!
  }

  /**
   * Gradients of the loss by the parameters, in their order.
   *
   * @param outputGradients of the loss by the outputs of the last forward()
   * @param decay           weight decay, added to those of the weights
   */
  backward(outputGradients: Float32Array, decay: number): Float64Array[] {
    const gradients: Float64Array[] = []
    let upper = outputGradients
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index]!
      const inputs = this.#activations[index]!
      gradients.unshift(...layerGradients(layer, inputs, upper, decay))
      if (index > 0) upper = inputGradients(layer, inputs, upper)
    }
    return gradients
  }

  network(means: Float32Array, deviations: Float32Array): Network {
    return { means, deviations, layers: this.layers }
  }
}

/** Mean and deviation of each input over all rows. */
export function standardisation(
  rows: Float32Array,
  inputCount: number
): { means: Float32Array; deviations: Float32Array } {
  const count = rows.length / inputCount
  const means = new Float64Array(inputCount)
  const squares = new Float64Array(inputCount)
  rows.forEach((value, i) => (means[i % inputCount]! += value / count))
  rows.forEach((value, i) => (squares[i % inputCount]! += (value - means[i % inputCount]!) ** 2 / count))
  return {
    means: Float32Array.from(means),
    deviations: Float32Array.from(squares, (square) => Math.sqrt(square) + 1e-4)
  }
}

function layerGradients(layer: Layer, inputs: Float32Array, upper: Float32Array, decay: number): Float64Array[] {
  const { inputCount, outputCount } = layer
  const weights = Float64Array.from(layer.weights, (weight) => decay * weight)
  const biases = new Float64Array(outputCount)
  for (let row = 0; row < upper.length / outputCount; row++) {
    for (let o = 0; o < outputCount; o++) {
      const gradient = upper[row * outputCount + o]!
      if (gradient === 0) continue
      biases[o]! += gradient
      for (let i = 0; i < inputCount; i++) weights[o * inputCount + i]! += gradient * inputs[row * inputCount + i]!
    }
  }
  return [weights, biases]
}

/** Through the weights and the rectifier that made the inputs. */
function inputGradients({ inputCount, outputCount, weights }: Layer, inputs: Float32Array, upper: Float32Array) {
  const lower = new Float32Array(inputs.length)
  for (let row = 0; row < upper.length / outputCount; row++) {
    for (let o = 0; o < outputCount; o++) {
      const gradient = upper[row * outputCount + o]!
      for (let i = 0; i < inputCount; i++) lower[row * inputCount + i]! += gradient * weights[o * inputCount + i]!
    }
  }
  return lower.map((gradient, i) => (inputs[i]! > 0 ? gradient : leak * gradient))
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
}
