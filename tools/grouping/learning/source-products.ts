import type { SampleSource } from '@core/audio/sample-source'
import { invertProductSums, leastProduct } from '@core/evaluation/component-masks'
import type { Factors } from '@core/separation/factors'
import { Fft } from '@core/spectral/fft'
import { columnStart, type StftLayout } from '@core/spectral/stft-layout'
import { hannWindow, overlapWeights } from '@core/spectral/window'

/** What the components c_k have of the true sources s_j, of the means of the channels. */
export interface SourceProducts {
  /** ⟨s_j, c_k⟩, `[j * rank + k]` */
  readonly products: Float64Array
  /** ‖s_j‖² */
  readonly sourceEnergies: Float64Array
}

/**
 * Products of all components with the true sources, of which none has to sound for it: with A the analysis, B the synthesis and m_k the
 * masks, ⟨s_j, B·m_k·A·x⟩ = ⟨Bᵀ·s_j, m_k·A·x⟩, and Bᵀ is the analysis of s_j divided by the weights of the overlapping windows.
 */
export function sourceProducts(
  recording: SampleSource,
  options: { readonly layout: StftLayout; readonly factors: Factors; readonly sources: readonly SampleSource[] }
): SourceProducts {
  const { layout, factors, sources } = options
  const { rank, binCount, columnCount, W, H } = factors
  const hann = hannWindow(layout.windowSamples)
  const weights = overlapWeights(hann, layout.hopSamples)
  const window = Float64Array.from(hann)
  const mixture = new Columns(meanOfChannels(recording), layout, window)
  const means = sources.map(meanOfChannels)
  const adjoint = window.map((value, t) => value / weights[t % weights.length]!)
  const truths = means.map((mean) => new Columns(mean, layout, adjoint))
  const products = new Float64Array(sources.length * rank)
  const inverse = new Float64Array(binCount)
  const shares = new Float64Array(binCount)
  for (let column = 0; column < columnCount; column++) {
    const X = mixture.spectrum(column)
    invertProductSums(factors, column, inverse)
    truths.forEach((truth, j) => {
      const S = truth.spectrum(column)
      for (let f = 0; f < binCount; f++) {
        const bins = f === 0 || f === binCount - 1 ? 1 : 2
        const product = S[2 * f]! * X[2 * f]! + S[2 * f + 1]! * X[2 * f + 1]!
        shares[f] = (bins * product * inverse[f]!) / layout.windowSamples
      }
      for (let k = 0; k < rank; k++) {
        const height = H[k * columnCount + column]!
        let sum = 0
        for (let f = 0; f < binCount; f++) sum += (W[k * binCount + f]! * height + leastProduct) * shares[f]!
        products[j * rank + k]! += sum
      }
    })
  }
  return { products, sourceEnergies: Float64Array.from(means, energyOf) }
}

/** The short-time Fourier transform of a signal, column by column. */
class Columns {
  readonly #fft: Fft
  readonly #segment: Float64Array
  readonly #spectrum: Float64Array

  constructor(
    private readonly samples: Float32Array,
    private readonly layout: StftLayout,
    private readonly window: Float64Array
  ) {
    this.#fft = new Fft(layout.windowSamples)
    this.#segment = new Float64Array(2 * layout.windowSamples)
    this.#spectrum = new Float64Array(2 * layout.windowSamples)
  }

  /** @returns (re, im, re, im, …), overwritten by the next */
  spectrum(column: number): Float64Array {
    const start = columnStart(this.layout, column)
    const end = Math.min(this.window.length, this.samples.length - start)
    this.#segment.fill(0)
    for (let t = Math.max(0, -start); t < end; t++) {
      this.#segment[2 * t] = this.window[t]! * this.samples[start + t]!
    }
    this.#fft.forward(this.#segment, this.#spectrum)
    return this.#spectrum
  }
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

function energyOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0)
}
