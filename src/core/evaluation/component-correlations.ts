import { DelayCorrelation } from '../spectral/delay-correlation'
import {
  delayedCorrelations,
  factorizeTruths,
  filterTaps,
  measureDistortion,
  type Distortion,
  type TruthFactors
} from './distortion'
import { SignalBlocks } from './signal-blocks'
import type { SignalGroup } from './signal-group'

/** All that the measures of any grouping of components follow from: masks are linear, so correlations add up. */
export interface ComponentCorrelations {
  readonly componentCount: number
  readonly sourceCount: number
  readonly truthFactors: TruthFactors
  /** ‖s_j‖² */
  readonly sourceEnergies: Float64Array
  /** `[component][source]`, with the source at each delay */
  readonly delayed: readonly (readonly Float64Array[])[]
  /** ⟨c_i, c_k⟩, `[i * componentCount + k]` */
  readonly gram: Float64Array
}

/**
 * Correlates components with true sources and with each other, as means of their channels. Yields the share that is done.
 *
 * @param truthFactors of an earlier pass over the same true sources
 * @throws AppError as factorizeTruths
 */
export function* correlateComponents(options: {
  readonly truths: SignalGroup
  readonly components: SignalGroup
  readonly lengthSamples: number
  readonly truthFactors?: TruthFactors
}): Generator<number, ComponentCorrelations> {
  const { truths, components, lengthSamples } = options
  const [sourceCount, componentCount] = [truths.signalCount, components.signalCount]
  const blockSamples = DelayCorrelation.blockSamples(filterTaps)
  const blocks = new SignalBlocks([truths, components], blockSamples)
  const correlation = new DelayCorrelation(blocks.signalCount, sourceCount, filterTaps)
  const views = Array.from({ length: blocks.signalCount }, () => new Float64Array(blockSamples))
  const gram = new Float64Array(componentCount * componentCount)
  for (let from = 0; from < lengthSamples; from += blockSamples) {
    const count = Math.min(blockSamples, lengthSamples - from)
    blocks.read(count)
    blocks.write(null, count, views)
    correlation.push(views, count)
    addProducts(views.slice(sourceCount), count, gram)
    yield (from + count) / lengthSamples
  }
  let { truthFactors } = options
  if (truthFactors === undefined) {
    const work = factorizeTruths(correlation)
    let step = work.next()
    for (; !step.done; step = work.next()) yield 1
    truthFactors = step.value
  }
  return {
    componentCount,
    sourceCount,
    truthFactors,
    sourceEnergies: Float64Array.from({ length: sourceCount }, (_, j) => correlation.correlation(j, j)[0]),
    delayed: delayedCorrelations(correlation, blocks.signalCount),
    gram
  }
}

/**
 * The measures of every group against every source.
 *
 * @param labels group of each component; negative: in none
 * @returns      `[group][source]`
 */
export function measureGroups(
  correlations: ComponentCorrelations,
  labels: ArrayLike<number>,
  groupCount: number
): Distortion[][] {
  const { componentCount, sourceCount, delayed, gram, truthFactors, sourceEnergies } = correlations
  const sums = Array.from({ length: groupCount }, () =>
    Array.from({ length: sourceCount }, () => new Float64Array(filterTaps))
  )
  const energies = new Float64Array(groupCount)
  for (let k = 0; k < componentCount; k++) {
    const group = labels[k]
    if (group < 0) continue
    for (let j = 0; j < sourceCount; j++) {
      for (let delay = 0; delay < filterTaps; delay++) sums[group][j][delay] += delayed[k][j][delay]
    }
    for (let i = 0; i < componentCount; i++) if (labels[i] === group) energies[group] += gram[k * componentCount + i]
  }
  return measureDistortion(truthFactors, { delayed: sums, energies, sourceEnergies })
}

function addProducts(signals: readonly Float64Array[], count: number, gram: Float64Array): void {
  const size = signals.length
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = 0
      for (let t = 0; t < count; t++) sum += signals[i][t] * signals[k][t]
      gram[i * size + k] += sum
      if (k !== i) gram[k * size + i] += sum
    }
  }
}
