import { runningMedian } from '../math/running-median'
import { createMelBands, melCepstrum, type MelBands } from './mel-bands'

const audibleHertz = 20
const lowHertz = 150
const middleHertz = 600
const highHertz = 5000
const rolloffShare = 0.85
const medianBins = 35
const cepstrumScale = 1 / 60
/** fundamentals that are tried: from 40 Hz on, 24 to an octave */
const lowestFundamental = 40
const stepsPerOctave = 24
const fundamentalCount = 128
const partialCount = 15
/** the logarithmic axis on which templates are shifted against each other: 8.5 octaves from 40 Hz */
const logAxisCount = 204

/** What a template is like. */
export interface TemplateFeatures {
  /** mfcc1 … entropy, in the order of componentFeatureNames */
  readonly values: Float64Array
  /** (40) dB of the mel bands */
  readonly melDecibels: Float64Array
  /** (204) √w along log2 f, 24 to an octave, smoothed over 3, mean 0, length 1 */
  readonly logAxis: Float64Array
}

/** Makes features of templates of one transform. */
export class TemplateAnalysis {
  readonly #bands: MelBands
  readonly #binHertz: number
  readonly #log2Hertz: Float64Array
  /** for each fundamental the bins it looks at and their weights */
  readonly #combs: readonly { readonly bins: Int32Array; readonly weights: Float64Array }[]

  constructor(sampleRate: number, windowSamples: number) {
    const binCount = windowSamples / 2 + 1
    this.#bands = createMelBands(sampleRate, windowSamples)
    this.#binHertz = sampleRate / windowSamples
    this.#log2Hertz = Float64Array.from({ length: binCount }, (_, f) =>
      Math.log2(Math.max(audibleHertz, f * this.#binHertz))
    )
    this.#combs = Array.from({ length: fundamentalCount }, (_, index) =>
      this.#combOf(fundamentalHertz(index), binCount)
    )
  }

  /**
   * With w summing to 1 and p = w²/Σw²:
   *
   * mfcc1 … 12   melCepstrum / 60
   * centroid     Σ p·log2 f, spread its deviation, in octaves; f ≥ 20 Hz
   * rolloff      log2 of the frequency below which 85 % of Σw lie
   * flatness     log10 of the geometric over the arithmetic mean of w
   * peakiness    1 − Σ min(w, running median over 35 bins)
   * low, lowMiddle, high   shares of Σw below 150 Hz, 150 … 600 Hz, from 5 kHz on
   * harmonicity  the most that any fundamental explains: Σ_h h^−0.3·(√w(h·f0) − √w((h − ½)·f0)) / Σ√w, h ≤ 15
   * fundamental  log2 of that f0
   * peakCount    log2(1 + peaks above a tenth of the highest)
   * entropy      −Σ p·ln p
   *
   * @param template (bins) ≥ 0
   */
  analyse(template: Float32Array): TemplateFeatures {
    const sum = template.reduce((total, value) => total + value, 0) + 1e-12
    const w = Float64Array.from(template, (value) => value / sum)
    const melDecibels = this.#bands.decibels(w)
    const roots = w.map(Math.sqrt)
    const [harmonicity, fundamental] = this.#harmonicity(roots)
    const values = Float64Array.from([
      ...melCepstrum(melDecibels).map((value) => value * cepstrumScale),
      ...this.#shape(w),
      this.#share(w, 0, lowHertz),
      this.#share(w, lowHertz, middleHertz),
      this.#share(w, highHertz, Infinity),
      harmonicity,
      fundamental,
      Math.log2(1 + peakCount(w)),
      entropy(w)
    ])
    return { values, melDecibels, logAxis: this.#logAxis(roots) }
  }

  /** centroid, spread, rolloff, flatness, peakiness */
  #shape(w: Float64Array): number[] {
    const squares = w.reduce((total, value) => total + value * value, 0) + 1e-20
    let centroid = 0
    let logs = 0
    let total = 0
    let rolloff = this.#log2Hertz[0]
    let isBelow = true
    w.forEach((value, f) => {
      centroid += ((value * value) / squares) * this.#log2Hertz[f]
      logs += Math.log(value + 1e-8)
      total += value
      if (isBelow && total > rolloffShare) {
        rolloff = this.#log2Hertz[f]
        isBelow = false
      }
    })
    const variance = w.reduce(
      (sum, value, f) => sum + ((value * value) / squares) * (this.#log2Hertz[f] - centroid) ** 2,
      0
    )
    const median = runningMedian(Float32Array.from(w), medianBins)
    const smooth = w.reduce((sum, value, f) => sum + Math.min(value, median[f]), 0)
    const flatness = Math.log10(Math.exp(logs / w.length) / (total / w.length + 1e-12))
    return [centroid, Math.sqrt(Math.max(0, variance)), rolloff, flatness, 1 - smooth]
  }

  #share(w: Float64Array, fromHertz: number, toHertz: number): number {
    return w.reduce((sum, value, f) => {
      const hertz = f * this.#binHertz
      return hertz >= fromHertz && hertz < toHertz ? sum + value : sum
    }, 0)
  }

  #harmonicity(roots: Float64Array): [harmonicity: number, log2Fundamental: number] {
    const sum = roots.reduce((total, root) => total + root, 0) + 1e-9
    let best = -Infinity
    let bestIndex = 0
    this.#combs.forEach(({ bins, weights }, index) => {
      let score = 0
      for (let i = 0; i < bins.length; i++) score += weights[i] * roots[bins[i]]
      if (score > best) [best, bestIndex] = [score, index]
    })
    return [best / sum, Math.log2(fundamentalHertz(bestIndex))]
  }

  #combOf(hertz: number, binCount: number): { bins: Int32Array; weights: Float64Array } {
    const bins: number[] = []
    const weights: number[] = []
    const add = (place: number, weight: number): void => {
      const bin = Math.floor(place)
      bins.push(bin, bin + 1)
      weights.push(weight * (1 - (place - bin)), weight * (place - bin))
    }
    for (let h = 1; h <= partialCount; h++) {
      const place = (h * hertz) / this.#binHertz
      if (place > binCount - 3) break
      add(place, h ** -0.3)
      add(((h - 0.5) * hertz) / this.#binHertz, -(h ** -0.3))
    }
    return { bins: Int32Array.from(bins), weights: Float64Array.from(weights) }
  }

  #logAxis(roots: Float64Array): Float64Array {
    const raw = Float64Array.from({ length: logAxisCount }, (_, i) => {
      const place = Math.min(roots.length - 1, fundamentalHertz(i) / this.#binHertz)
      const bin = Math.min(roots.length - 2, Math.floor(place))
      return roots[bin] + (place - bin) * (roots[bin + 1] - roots[bin])
    })
    const smooth = raw.map((value, i) => ((raw[i - 1] ?? value) + value + (raw[i + 1] ?? value)) / 3)
    const mean = smooth.reduce((sum, value) => sum + value, 0) / smooth.length
    const length = Math.sqrt(smooth.reduce((sum, value) => sum + (value - mean) ** 2, 0)) + 1e-12
    return smooth.map((value) => (value - mean) / length)
  }
}

function fundamentalHertz(index: number): number {
  return lowestFundamental * 2 ** (index / stepsPerOctave)
}

function peakCount(w: Float64Array): number {
  const least = 0.1 * w.reduce((most, value) => Math.max(most, value), 0)
  let count = 0
  for (let f = 1; f + 1 < w.length; f++) if (w[f] > w[f - 1] && w[f] > w[f + 1] && w[f] > least) count++
  return count
}

function entropy(w: Float64Array): number {
  const squares = w.reduce((total, value) => total + value * value, 0) + 1e-20
  return w.reduce((sum, value) => {
    const p = (value * value) / squares
    return sum - p * Math.log(p + 1e-12)
  }, 0)
}
