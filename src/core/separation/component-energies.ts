import type { SampleSource } from '../audio/sample-source'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'
import { componentSpectra } from './component-spectra'
import type { Factors } from './factors'

/** What the masks of components hold of a recording; one number for each component. */
export interface ComponentEnergies {
  /** E_k = Σ (m_k·V)², V the mean of the channels' magnitudes */
  readonly total: Float64Array
  /** the same of the first channel, and of the second; of the only one both */
  readonly left: Float64Array
  readonly right: Float64Array
}

const mostColumns = 2000
const nothing = 1e-10

/**
 * Measures the energies of components on at most 2000 evenly spread columns. Yields after each. A component of several lags counts by
 * the sum of its templates; where the channels have a model in common, each channel's masks are its own.
 */
export function* measureEnergies(
  source: SampleSource,
  layout: StftLayout,
  factors: Factors
): Generator<void, ComponentEnergies> {
  const { binCount, columnCount } = factors
  const { channelCount } = source
  const analysis = new MagnitudeAnalysis(source, layout)
  const magnitudes = new Float32Array(channelCount * binCount)
  const mean = new Float32Array(binCount)
  const gains = factors.model.kind === 'stereo' ? factors.model.channelGains : null
  const spectra = componentSpectra(factors)
  const total = new MaskedEnergies(factors, spectra, null)
  const sides = [0, 1].map((side) => {
    const channel = Math.min(side, channelCount - 1)
    const ofChannel = gains && gains.subarray(channel * factors.rank, (channel + 1) * factors.rank)
    return {
      energies: new MaskedEnergies(factors, spectra, ofChannel),
      magnitudes: magnitudes.subarray(channel * binCount, (channel + 1) * binCount)
    }
  })
  const stride = Math.max(1, columnCount / mostColumns)
  for (let at = 0; at < columnCount; at += stride) {
    const column = Math.floor(at)
    analysis.computeChannels(column, 1, magnitudes, 0)
    for (let f = 0; f < binCount; f++) {
      let sum = 0
      for (let channel = 0; channel < channelCount; channel++) sum += magnitudes[channel * binCount + f]
      mean[f] = sum / channelCount
    }
    total.add(column, mean)
    for (const side of sides) side.energies.add(column, side.magnitudes)
    yield
  }
  return { total: total.energies, left: sides[0].energies.energies, right: sides[1].energies.energies }
}

/** Adds up Σ_f (m_k·V)² over columns. */
class MaskedEnergies {
  readonly energies: Float64Array
  readonly #model: Float64Array
  readonly #ratio: Float64Array

  /** @param gains of the components in the channel; null where all are 1 */
  constructor(
    private readonly factors: Factors,
    private readonly spectra: Float32Array,
    private readonly gains: Float32Array | null
  ) {
    this.energies = new Float64Array(factors.rank)
    this.#model = new Float64Array(factors.binCount)
    this.#ratio = new Float64Array(factors.binCount)
  }

  add(column: number, magnitudes: Float32Array): void {
    const { rank, binCount } = this.factors
    const { spectra } = this
    const model = this.#model.fill(nothing)
    for (let k = 0; k < rank; k++) {
      const height = this.#height(k, column)
      const first = k * binCount
      if (height > 0) for (let f = 0; f < binCount; f++) model[f] += spectra[first + f] * height
    }
    const ratio = this.#ratio
    for (let f = 0; f < binCount; f++) ratio[f] = (magnitudes[f] / model[f]) ** 2
    for (let k = 0; k < rank; k++) {
      const height = this.#height(k, column)
      if (height === 0) continue
      const first = k * binCount
      let sum = 0
      for (let f = 0; f < binCount; f++) sum += spectra[first + f] * spectra[first + f] * ratio[f]
      this.energies[k] += height * height * sum
    }
  }

  #height(k: number, column: number): number {
    return this.factors.H[k * this.factors.columnCount + column] * (this.gains?.[k] ?? 1)
  }
}
