import type { SampleSource } from '@core/audio/sample-source'
import { ComponentSignals } from '@core/evaluation/component-signals'
import type { Factors } from '@core/separation/factors'
import type { StftLayout } from '@core/spectral/stft-layout'

/** From these the SI-SDR of any grouping follows: masks are linear, so products add up. All are of the means of the channels. */
export interface SourceProducts {
  /** ⟨s_j, c_k⟩, `[j * rank + k]` */
  readonly products: Float64Array
  /** ⟨c_i, c_k⟩, `[i * rank + k]` */
  readonly gram: Float64Array
  /** ‖s_j‖² */
  readonly sourceEnergies: Float64Array
}

const blockSamples = 2 ** 15

/** Products of all component signals with each other and with the true sources, added up block by block. */
export function sourceProducts(
  recording: SampleSource,
  options: { readonly layout: StftLayout; readonly factors: Factors; readonly sources: readonly SampleSource[] }
): SourceProducts {
  const { layout, factors, sources } = options
  const { rank } = factors
  const signals = new ComponentSignals(recording, factors, layout)
  const components = Array.from({ length: rank }, () => new Float32Array(blockSamples))
  const outputs = components.map((component) => [component])
  const means = sources.map(meanOfChannels)
  const products = new Float64Array(sources.length * rank)
  const gram = new Float64Array(rank * rank)
  for (let from = 0; from < recording.lengthSamples; from += blockSamples) {
    const count = Math.min(blockSamples, recording.lengthSamples - from)
    signals.read(outputs, count)
    for (let k = 0; k < rank; k++) {
      means.forEach((mean, j) => (products[j * rank + k]! += product(mean.subarray(from), components[k]!, count)))
      for (let i = 0; i <= k; i++) {
        const value = product(components[i]!, components[k]!, count)
        gram[i * rank + k]! += value
        if (i !== k) gram[k * rank + i]! += value
      }
    }
  }
  return { products, gram, sourceEnergies: Float64Array.from(means, (mean) => product(mean, mean, mean.length)) }
}

function meanOfChannels(source: SampleSource): Float32Array {
  const mean = new Float32Array(source.lengthSamples)
  const samples = new Float32Array(source.lengthSamples)
  for (let channel = 0; channel < source.channelCount; channel++) {
    source.read(channel, 0, samples)
    for (let t = 0; t < mean.length; t++) mean[t]! += samples[t]! / source.channelCount
  }
  return mean
}

function product(a: Float32Array, b: Float32Array, count: number): number {
  let sum = 0
  for (let t = 0; t < count; t++) sum += a[t]! * b[t]!
  return sum
}
