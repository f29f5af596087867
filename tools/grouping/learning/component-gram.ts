import type { SampleSource } from '@core/audio/sample-source'
import { ComponentSignals } from '@core/evaluation/component-signals'
import type { Factors } from '@core/separation/factors'
import type { StftLayout } from '@core/spectral/stft-layout'

const blockSamples = 2 ** 15

/**
 * Products of all components with each other, added up block by block: with them and those with the true sources, the SI-SDR of any
 * grouping follows.
 *
 * @returns ⟨c_i, c_k⟩, `[i * rank + k]`
 */
export function componentGram(recording: SampleSource, layout: StftLayout, factors: Factors): Float64Array {
  const { rank } = factors
  const signals = new ComponentSignals(recording, factors, layout)
  // Four go at once through the sums: empty ones fill up the last four.
  const components = Array.from({ length: Math.ceil(rank / 4) * 4 }, () => new Float32Array(blockSamples))
  const outputs = components.slice(0, rank).map((component) => [component])
  const sums = new Float64Array(4)
  const gram = new Float64Array(rank * rank)
  for (let from = 0; from < recording.lengthSamples; from += blockSamples) {
    const count = Math.min(blockSamples, recording.lengthSamples - from)
    signals.read(outputs, count)
    for (let k = 0; k < rank; k++) {
      for (let first = 0; first <= k; first += 4) {
        fourProducts(components[k]!, components.slice(first, first + 4), count, sums)
        for (let i = first; i < Math.min(first + 4, k + 1); i++) gram[i * rank + k]! += sums[i - first]!
      }
    }
  }
  for (let k = 0; k < rank; k++) for (let i = 0; i < k; i++) gram[k * rank + i] = gram[i * rank + k]!
  return gram
}

/** Twice as fast as one after the other: a sum waits for its last addition, four do so side by side. */
function fourProducts(a: Float32Array, others: readonly Float32Array[], count: number, sums: Float64Array): void {
  const [b, c, d, e] = others as [Float32Array, Float32Array, Float32Array, Float32Array]
  let [ab, ac, ad, ae] = [0, 0, 0, 0]
  for (let t = 0; t < count; t++) {
    const value = a[t]!
    ab += value * b[t]!
    ac += value * c[t]!
    ad += value * d[t]!
    ae += value * e[t]!
  }
  sums.set([ab, ac, ad, ae])
}
