import type { ComponentEnergies } from '../separation/component-energies'
import type { Factors } from '../separation/factors'
import { templateOf } from '../separation/templates'
import { ActivationAnalysis } from './activation-features'
import { componentFeatureCount } from './feature-names'
import { TemplateAnalysis } from './template-features'

export interface GroupingLayout {
  readonly sampleRate: number
  readonly windowSamples: number
  readonly hopSamples: number
}

/** Everything about the components of a separation that grouping goes by. */
export interface ComponentSet {
  readonly count: number
  /** (count × 45) row by row, see componentFeatureNames */
  readonly features: Float64Array
  /** E_k, see measureEnergies, as a share of all of its run */
  readonly energies: Float64Array
  readonly melDecibels: readonly Float64Array[]
  readonly logAxes: readonly Float64Array[]
  /** each of the sum 1 */
  readonly templates: readonly Float64Array[]
  readonly activations: readonly Float64Array[]
  readonly rises: readonly Float64Array[]
  readonly onsets: readonly (readonly number[])[]
  readonly columnsPerSecond: number
}

/** Activations of longer recordings are looked at in this many evenly spread stretches. */
const stretchCount = 8
const mostColumns = 2 ** 14
const mostPan = 12

/**
 * Measures the components of a separation. Yields after each.
 *
 * pan       5·log10(l_k / r_k), at most ±12, over 4
 * loudness  log10(share of the energy of its run + 1e-6)
 *
 * @param runCount of which equally many components each are pooled, see planPool; 1 where they are not
 */
export function* measureComponents(
  factors: Factors,
  layout: GroupingLayout,
  energies: ComponentEnergies,
  runCount: number
): Generator<void, ComponentSet> {
  const { rank } = factors
  const columnsPerSecond = layout.sampleRate / layout.hopSamples
  const runs = rank % runCount === 0 ? runCount : 1
  const templateAnalysis = new TemplateAnalysis(layout.sampleRate, layout.windowSamples)
  const stretches = stretchesOf(factors.columnCount)
  const columnCount = stretches.reduce((sum, { count }) => sum + count, 0)
  const activationAnalysis = new ActivationAnalysis(columnCount, columnsPerSecond)
  const shares = energyShares(energies.total, runs)
  const features = new Float64Array(rank * componentFeatureCount)
  const templates = []
  const activations = []
  const ofTemplates = []
  const ofActivations = []
  for (let k = 0; k < rank; k++) {
    const template = templateOf(factors, k)
    const sum = template.reduce((total, value) => total + value, 0) + 1e-12
    const activation = new Float64Array(columnCount)
    let at = 0
    for (const { first, count } of stretches) {
      const start = k * factors.columnCount + first
      activation.set(factors.H.subarray(start, start + count), at)
      at += count
    }
    const ofTemplate = templateAnalysis.analyse(template)
    const ofActivation = activationAnalysis.analyse(activation)
    const pan = 5 * Math.log10((energies.left[k] + 1e-9) / (energies.right[k] + 1e-9))
    features.set(ofTemplate.values, k * componentFeatureCount)
    features.set(ofActivation.values, k * componentFeatureCount + ofTemplate.values.length)
    features[(k + 1) * componentFeatureCount - 2] = Math.max(-mostPan, Math.min(mostPan, pan)) / 4
    features[(k + 1) * componentFeatureCount - 1] = Math.log10(shares[k] + 1e-6)
    templates.push(Float64Array.from(template, (value) => value / sum))
    activations.push(activation)
    ofTemplates.push(ofTemplate)
    ofActivations.push(ofActivation)
    yield
  }
  return {
    count: rank,
    features,
    energies: shares,
    melDecibels: ofTemplates.map(({ melDecibels }) => melDecibels),
    logAxes: ofTemplates.map(({ logAxis }) => logAxis),
    templates,
    activations,
    rises: ofActivations.map(({ rises }) => rises),
    onsets: ofActivations.map(({ onsets }) => onsets),
    columnsPerSecond
  }
}

/** Weights of components, w ∝ E^exponent, which sum to 1 in all. */
export function componentWeights({ energies }: Pick<ComponentSet, 'energies'>, exponent: number): Float64Array {
  const powers = energies.map((energy) => (energy + 1e-12) ** exponent)
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

function energyShares(total: Float64Array, runCount: number): Float64Array {
  const perRun = total.length / runCount
  return total.map((energy, k) => {
    const first = Math.floor(k / perRun) * perRun
    const sum = total.subarray(first, first + perRun).reduce((all, value) => all + value, 0)
    return sum > 0 ? energy / sum : 1 / perRun
  })
}

function stretchesOf(columnCount: number): { first: number; count: number }[] {
  if (columnCount <= mostColumns) return [{ first: 0, count: columnCount }]
  const count = mostColumns / stretchCount
  return Array.from({ length: stretchCount }, (_, index) => ({
    first: Math.floor(((columnCount - count) * index) / (stretchCount - 1)),
    count
  }))
}
