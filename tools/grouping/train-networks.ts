import { componentInputCount, pairInputCount } from '@core/grouping/feature-names'
import { familyInputCount, softmax } from '@core/grouping/family-guess'
import type { GroupingModel } from '@core/grouping/grouping-model'
import type { Network } from '@core/grouping/network'
import type { NetworkInputs } from '@core/grouping/network-inputs'
import { sourceFamilies, type SourceFamily } from '@core/grouping/source-families'
import { createRandom } from '@core/math/random'
import { Adam, cosineRate } from './adam'
import { standardisation, standardised, TrainableNetwork } from './trainable-network'

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

export interface TrainingOptions {
  readonly seed: number
  readonly onEpoch?: (kind: 'pairs' | 'embeddings' | 'families', epoch: number, loss: number) => void
}

const pairTraining = { hidden: 32, rate: 2e-3, epochs: 10, batch: 1024, decay: 2e-3 }
const embeddingTraining = { hidden: 48, width: 10, rate: 3e-3, epochs: 40, batch: 16, decay: 3e-3 }
const familyTraining = { hidden: 24, rate: 3e-3, epochs: 60, batch: 64, decay: 6e-3 }
/** of a mixture, drawn at random where there are more: those of pooled runs are many, and alike */
const mostPairs = 480
/** a batch means the same whatever its mixtures have of components */
const usualPairs = 120
const usualComponents = 16

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

/** Cross-entropy with p_ij = Σ_s o_si·o_sj, each pair weighted by √(E_i·E_j), each mixture alike. */
function trainPairs(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const { hidden, rate, epochs, batch, decay } = pairTraining
  const { rows, targets, weights } = pairExamples(items, createRandom(seed))
  const standard = standardisation(rows, pairInputCount)
  const inputs = standardised(standard, rows)
  const network = new TrainableNetwork([pairInputCount, hidden, 1], seed)
  const adam = new Adam(network.parameters)
  const random = createRandom(seed)
  const order = Int32Array.from(targets, (_, index) => index)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let loss = 0
    for (let start = 0; start < order.length; start += batch) {
      const chosen = order.subarray(start, start + batch)
      const logits = network.forward(rowsOf(inputs, pairInputCount, chosen))
      const gradients = Float32Array.from(chosen, (pair, row) => {
        const logit = logits[row]!
        const target = targets[pair]!
        loss += weights[pair]! * (Math.max(0, logit) - logit * target + Math.log1p(Math.exp(-Math.abs(logit))))
        return ((1 / (1 + Math.exp(-logit)) - target) * weights[pair]!) / chosen.length
      })
      adam.step(network.backward(gradients, decay), cosineRate(rate, epoch / epochs))
    }
    onEpoch?.('pairs', epoch, loss / order.length)
  }
  return network.network(standard.means, standard.deviations)
}

/** Cross-entropy of the families, those that are rare counted more: by 1/√ of how many there are. */
function trainFamilies(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const { hidden, rate, epochs, batch, decay } = familyTraining
  const examples = items.flatMap(({ families }) => families)
  const rows = joined(examples.map(({ inputs }) => inputs))
  const standard = standardisation(rows, familyInputCount)
  const inputs = standardised(standard, rows)
  const targets = examples.map(({ family }) => sourceFamilies.indexOf(family))
  const counts = sourceFamilies.map((_, family) => targets.filter((target) => target === family).length)
  const weights = targets.map((target) => 1 / Math.sqrt(counts[target]!))
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const count = sourceFamilies.length
  const network = new TrainableNetwork([familyInputCount, hidden, count], seed)
  const adam = new Adam(network.parameters)
  const random = createRandom(seed)
  const order = Int32Array.from(targets, (_, index) => index)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let loss = 0
    for (let start = 0; start < order.length; start += batch) {
      const chosen = order.subarray(start, start + batch)
      const logits = network.forward(rowsOf(inputs, familyInputCount, chosen))
      const gradients = new Float32Array(logits.length)
      chosen.forEach((example, row) => {
        const probabilities = softmax(logits.subarray(row * count, (row + 1) * count))
        const weight = weights[example]! / meanWeight
        loss -= weight * Math.log(probabilities[targets[example]!]! + 1e-12)
        probabilities.forEach((probability, family) => {
          const error = probability - (family === targets[example] ? 1 : 0)
          gradients[row * count + family] = (weight * error) / chosen.length
        })
      })
      adam.step(network.backward(gradients, decay), cosineRate(rate, epoch / epochs))
    }
    onEpoch?.('families', epoch, loss / order.length)
  }
  return network.network(standard.means, standard.deviations)
}

/** Deep clustering: Σ w_i·w_j·(e_i·e_j − p_ij)², weights √E. */
function trainEmbedding(items: readonly TrainingItem[], { seed, onEpoch }: TrainingOptions): Network {
  const { hidden, width, rate, epochs, batch, decay } = embeddingTraining
  const standard = standardisation(joined(items.map(({ inputs }) => inputs.components)), componentInputCount)
  const prepared = items.map((item) => ({
    rows: standardised(standard, item.inputs.components),
    weights: rootWeights(item.energies),
    affinity: sameSource(item)
  }))
  const network = new TrainableNetwork([componentInputCount, hidden, width], seed)
  const adam = new Adam(network.parameters)
  const random = createRandom(seed)
  const order = Int32Array.from(items, (_, index) => index)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let total = 0
    for (let start = 0; start < order.length; start += batch) {
      const chosen = Array.from(order.subarray(start, start + batch), (index) => prepared[index]!)
      const outputs = network.forward(joined(chosen.map(({ rows }) => rows)))
      const gradients = new Float32Array(outputs.length)
      let first = 0
      for (const { weights, affinity } of chosen) {
        const range = [first * width, (first + weights.length) * width] as const
        const vectors = outputs.subarray(...range)
        const { loss, gradient } = embeddingLoss(vectors, width, weights, affinity)
        gradients.set(
          gradient.map((value) => value / chosen.length),
          range[0]
        )
        total += loss
        first += weights.length
      }
      adam.step(network.backward(gradients, decay), cosineRate(rate, epoch / epochs))
    }
    onEpoch?.('embeddings', epoch, total / order.length)
  }
  return network.network(standard.means, standard.deviations)
}

/** The loss of one mixture and its gradient by the vectors before they are scaled to length 1. */
export function embeddingLoss(
  vectors: Float32Array,
  width: number,
  weights: Float64Array,
  affinity: Float64Array
): { loss: number; gradient: Float32Array } {
  const count = weights.length
  const lengths = Float64Array.from(weights, (_, k) => {
    const vector = vectors.subarray(k * width, (k + 1) * width)
    return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) + 1e-6
  })
  const units = Float64Array.from(vectors, (value, i) => value / lengths[Math.floor(i / width)]!)
  const byUnits = new Float64Array(vectors.length)
  let loss = 0
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let cosine = 0
      for (let d = 0; d < width; d++) cosine += units[i * width + d]! * units[j * width + d]!
      const error = cosine - affinity[i * count + j]!
      const weight = usualComponents * weights[i]! * weights[j]!
      loss += weight * error * error
      for (let d = 0; d < width; d++) byUnits[i * width + d]! += 4 * weight * error * units[j * width + d]!
    }
  }
  const gradient = new Float32Array(vectors.length)
  for (let k = 0; k < count; k++) {
    let along = 0
    for (let d = 0; d < width; d++) along += byUnits[k * width + d]! * units[k * width + d]!
    for (let d = 0; d < width; d++) {
      const i = k * width + d
      gradient[i] = (byUnits[i]! - units[i]! * along) / lengths[k]!
    }
  }
  return { loss, gradient }
}

function pairExamples(
  items: readonly TrainingItem[],
  random: () => number
): { rows: Float32Array; targets: Float32Array; weights: Float32Array } {
  const rows: Float32Array[] = []
  const targets: number[] = []
  const weights: number[] = []
  for (const item of items) {
    const { inputs, energies } = item
    const affinity = sameSource(item)
    const roots = rootWeights(energies)
    const chosen = drawn(pairsOf(energies.length), mostPairs, random)
    const sum = chosen.reduce((total, { i, j }) => total + roots[i]! * roots[j]!, 0)
    for (const { i, j, row } of chosen) {
      rows.push(inputs.pairs.subarray(row * pairInputCount, (row + 1) * pairInputCount))
      targets.push(affinity[i * energies.length + j]!)
      weights.push((usualPairs * roots[i]! * roots[j]!) / sum)
    }
  }
  return { rows: joined(rows), targets: Float32Array.from(targets), weights: Float32Array.from(weights) }
}

function pairsOf(count: number): { i: number; j: number; row: number }[] {
  let row = 0
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - 1 - i }, (_, after) => ({ i, j: i + 1 + after, row: row++ }))
  ).flat()
}

/** So many of them, without repetition; all where there are no more. */
function drawn<T>(values: readonly T[], most: number, random: () => number): readonly T[] {
  if (values.length <= most) return values
  const order = Int32Array.from(values, (_, index) => index)
  shuffle(order, random)
  return Array.from(order.subarray(0, most).sort(), (index) => values[index]!)
}

/** p_ij = Σ_s o_si·o_sj. */
function sameSource({ ownership, energies }: TrainingItem): Float64Array {
  const count = energies.length
  const affinity = new Float64Array(count * count)
  for (let first = 0; first < ownership.length; first += count) {
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) affinity[i * count + j]! += ownership[first + i]! * ownership[first + j]!
  }
  return affinity
}

function rootWeights(energies: Float64Array): Float64Array {
  const roots = energies.map(Math.sqrt)
  const sum = roots.reduce((total, root) => total + root, 0)
  return roots.map((root) => root / sum)
}

function rowsOf(rows: Float32Array, width: number, chosen: Int32Array): Float32Array {
  const gathered = new Float32Array(chosen.length * width)
  chosen.forEach((row, index) => gathered.set(rows.subarray(row * width, (row + 1) * width), index * width))
  return gathered
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function shuffle(values: Int32Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const value = values[i]!
    values[i] = values[j]!
    values[j] = value
  }
}
