import { createRandom } from '@core/math/random'
import { Adam, cosineRate } from './adam'
import { shuffle } from './shuffle'
import type { TrainableNetwork } from './trainable-network'

/** How a kind of network learns. */
export interface Training {
  readonly rate: number
  readonly epochs: number
  readonly batch: number
  /** of the weights */
  readonly decay: number
}

export interface TrainingOptions {
  readonly seed: number
  readonly onEpoch?: (kind: 'pairs' | 'embeddings' | 'families', epoch: number, loss: number) => void
}

/** What a batch tells: the loss, Σ over its examples, and the gradients of the mean loss by the network's outputs. */
export interface BatchLoss {
  readonly loss: number
  readonly gradients: Float32Array
}

/** Shows a network all examples in each epoch, in an order drawn anew, a batch at a time. */
export function trainInBatches(options: {
  readonly network: TrainableNetwork
  readonly exampleCount: number
  readonly training: Training
  readonly seed: number
  /** runs the network forward with the examples of these indices */
  readonly learn: (chosen: Int32Array) => BatchLoss
  /** @param loss the mean over all examples */
  readonly onEpoch: (epoch: number, loss: number) => void
}): void {
  const { network, exampleCount, training, seed, learn, onEpoch } = options
  const { rate, epochs, batch, decay } = training
  const adam = new Adam(network.parameters)
  const random = createRandom(seed)
  const order = Int32Array.from({ length: exampleCount }, (_, index) => index)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let total = 0
    for (let start = 0; start < exampleCount; start += batch) {
      const { loss, gradients } = learn(order.subarray(start, start + batch))
      adam.step(network.backward(gradients, decay), cosineRate(rate, epoch / epochs))
      total += loss
    }
    onEpoch(epoch, total / exampleCount)
  }
}
