import { z } from 'zod'
import { AppError } from '../errors'
import { familyInputCount } from './family-guess'
import { componentInputCount, pairInputCount } from './feature-names'
import type { Layer, Network } from './network'
import { sourceFamilies } from './source-families'

/** What was learned: of each kind several networks, whose answers are averaged. */
export interface GroupingModel {
  /** 109 → 1, the logit that two components are of one source */
  readonly pairs: readonly Network[]
  /** 102 → 10, a direction; components of one source point alike */
  readonly embeddings: readonly Network[]
  /** 90 → 14, logits of what a group is, see sourceFamilies */
  readonly families: readonly Network[]
}

/** The features that a model was trained on: raised with every change of their order or formula. */
export const groupingModelVersion = 2

const layerSchema = z.object({
  inputCount: z.int().positive(),
  outputCount: z.int().positive(),
  /** a weight is its number times this */
  scale: z.number().positive(),
  weights: z.array(z.int().min(-127).max(127)),
  biases: z.array(z.number())
})

const networkSchema = z.object({
  means: z.array(z.number()),
  deviations: z.array(z.number().positive()),
  layers: z.array(layerSchema).min(1)
})

export const groupingModelSchema = z.object({
  version: z.literal(groupingModelVersion),
  pairs: z.array(networkSchema).min(1),
  embeddings: z.array(networkSchema).min(1),
  families: z.array(networkSchema).min(1)
})
export type GroupingModelFile = z.infer<typeof groupingModelSchema>

/**
 * Reads the parsed file of a model.
 *
 * @throws AppError 'unexpected' with what is wrong with it
 */
export function parseGroupingModel(json: unknown): GroupingModel {
  const parsed = groupingModelSchema.safeParse(json)
  if (!parsed.success) throw broken(z.prettifyError(parsed.error))
  return {
    pairs: parsed.data.pairs.map((file) => networkOf(file, pairInputCount, 1)),
    embeddings: parsed.data.embeddings.map((file) => networkOf(file, componentInputCount, null)),
    families: parsed.data.families.map((file) => networkOf(file, familyInputCount, sourceFamilies.length))
  }
}

/** The file of a model; weights are rounded to eight bits. */
export function writeGroupingModel({ pairs, embeddings, families }: GroupingModel): GroupingModelFile {
  const networks = { pairs: pairs.map(fileOf), embeddings: embeddings.map(fileOf), families: families.map(fileOf) }
  return { version: groupingModelVersion, ...networks }
}

function networkOf(file: z.infer<typeof networkSchema>, inputCount: number, outputCount: number | null): Network {
  const layers = file.layers.map(layerOf)
  let width = inputCount
  for (const layer of layers) {
    if (layer.inputCount !== width)
      throw broken(`a layer of ${layer.inputCount} inputs follows one of ${width} outputs`)
    width = layer.outputCount
  }
  if (file.means.length !== inputCount || file.deviations.length !== inputCount || (outputCount ?? width) !== width)
    throw broken(`a network of ${file.means.length} inputs and ${width} outputs stands where ${inputCount} inputs are`)
  return { means: Float32Array.from(file.means), deviations: Float32Array.from(file.deviations), layers }
}

function layerOf({ inputCount, outputCount, scale, weights, biases }: z.infer<typeof layerSchema>): Layer {
  if (weights.length !== inputCount * outputCount || biases.length !== outputCount)
    throw broken(`a layer of ${inputCount} × ${outputCount} has ${weights.length} weights and ${biases.length} biases`)
  return {
    inputCount,
    outputCount,
    weights: Float32Array.from(weights, (weight) => weight * scale),
    biases: Float32Array.from(biases)
  }
}

function fileOf({ means, deviations, layers }: Network): z.infer<typeof networkSchema> {
  const rounded = (value: number): number => Number(value.toPrecision(6))
  return {
    means: Array.from(means, rounded),
    deviations: Array.from(deviations, rounded),
    layers: layers.map(({ inputCount, outputCount, weights, biases }) => {
      const scale = rounded(weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6) / 127)
      return {
        inputCount,
        outputCount,
        scale,
        weights: Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))),
        biases: Array.from(biases, rounded)
      }
    })
  }
}

function broken(problem: string): AppError {
  return new AppError('unexpected', `the model of the grouping cannot be used: ${problem}`, { problem })
}
