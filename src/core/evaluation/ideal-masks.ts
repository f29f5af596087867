import type { SampleSource } from '../audio/sample-source'
import { applyMasks } from '../separation/mask-spectrum'
import { addPairMagnitudes, Fft } from '../spectral/fft'
import { columnStart, type StftLayout } from '../spectral/stft-layout'
import { hannWindow, overlapWeights } from '../spectral/window'
import type { SignalGroup } from './signal-group'

// added to each magnitude, far below rounding: where all sources are silent they share alike
const nothing = 1e-30

/**
 * The recording through ideal ratio masks, what masks of this transform could reach at best with the phases of the mix:
 * m_j(f, n) = |S_j(f, n)| / Σ_i |S_i(f, n)| for each channel, S the transforms of the true sources.
 */
export class IdealMasks implements SignalGroup {
  readonly signalCount: number
  readonly channelCount: number
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #weights: Float64Array
  readonly #segment: Float32Array
  readonly #signal: Float64Array
  readonly #spectrum: Float64Array
  readonly #mixSpectrum: Float64Array
  /** `[source][channel of a pair]` */
  readonly #magnitudes: readonly (readonly [Float64Array, Float64Array])[]
  readonly #masks: readonly [Float32Array, Float32Array]
  /** `[source][channel]`, sums of one window's length in a ring by sample position */
  readonly #rings: readonly (readonly Float64Array[])[]
  #nextColumn = 0
  #position = 0

  constructor(
    private readonly mixture: SampleSource,
    private readonly sources: readonly SampleSource[],
    private readonly layout: StftLayout
  ) {
    const { windowSamples, hopSamples, binCount } = layout
    const window = hannWindow(windowSamples)
    this.signalCount = sources.length
    this.channelCount = mixture.channelCount
    this.#fft = new Fft(windowSamples)
    this.#window = Float64Array.from(window)
    this.#weights = overlapWeights(window, hopSamples)
    this.#segment = new Float32Array(windowSamples)
    this.#signal = new Float64Array(2 * windowSamples)
    this.#spectrum = new Float64Array(2 * windowSamples)
    this.#mixSpectrum = new Float64Array(2 * windowSamples)
    this.#magnitudes = sources.map(() => [new Float64Array(binCount), new Float64Array(binCount)])
    this.#masks = [new Float32Array(binCount), new Float32Array(binCount)]
    this.#rings = sources.map(() => Array.from({ length: this.channelCount }, () => new Float64Array(windowSamples)))
  }

  read(outputs: readonly (readonly Float32Array[])[], count: number): void {
    const { windowSamples, hopSamples, columnCount } = this.layout
    for (let written = 0; written < count;) {
      const hop = Math.floor(this.#position / hopSamples)
      const end = Math.min(count, written + (hop + 1) * hopSamples - this.#position)
      // all columns that begin within this hop or before reach it; those after it do not
      while (this.#nextColumn < columnCount && columnStart(this.layout, this.#nextColumn) <= this.#position) {
        this.#addColumn(this.#nextColumn++)
      }
      for (; written < end; written++, this.#position++) {
        const place = this.#position & (windowSamples - 1)
        for (let j = 0; j < this.#rings.length; j++) {
          for (let channel = 0; channel < this.channelCount; channel++) {
            const ring = this.#rings[j][channel]
            outputs[j][channel][written] = ring[place] / this.#weights[this.#position % hopSamples]
            ring[place] = 0
          }
        }
      }
    }
  }

  #addColumn(column: number): void {
    const start = columnStart(this.layout, column)
    for (let channel = 0; channel < this.channelCount; channel += 2) {
      for (const [j, source] of this.sources.entries()) this.#analyse(source, channel, start, this.#magnitudes[j])
      this.#transform(this.mixture, channel, start, this.#mixSpectrum)
      for (let j = 0; j < this.signalCount; j++) {
        for (const part of [0, 1] as const) this.#writeMask(j, part)
        this.#spectrum.set(this.#mixSpectrum)
        applyMasks(this.#spectrum, ...this.#masks)
        this.#fft.inverse(this.#spectrum, this.#signal)
        this.#overlapAdd(j, channel, start)
      }
    }
  }

  #analyse(source: SampleSource, channel: number, start: number, into: readonly [Float64Array, Float64Array]): void {
    this.#transform(source, channel, start, this.#spectrum)
    const [magnitudesA, magnitudesB] = into
    for (const magnitudes of into) magnitudes.fill(nothing)
    addPairMagnitudes({ spectrum: this.#spectrum, scale: 1, magnitudesA, offsetA: 0, magnitudesB, offsetB: 0 })
  }

  #writeMask(j: number, part: 0 | 1): void {
    const mask = this.#masks[part]
    for (let f = 0; f < mask.length; f++) {
      let total = 0
      for (let i = 0; i < this.signalCount; i++) total += this.#magnitudes[i][part][f]
      mask[f] = this.#magnitudes[j][part][f] / total
    }
  }

  /** Two channels by one transform, or the last one twice. */
  #transform(source: SampleSource, channel: number, start: number, into: Float64Array): void {
    for (const part of [0, 1]) {
      source.read(Math.min(channel + part, source.channelCount - 1), start, this.#segment)
      for (let t = 0; t < this.#window.length; t++) this.#signal[2 * t + part] = this.#window[t] * this.#segment[t]
    }
    this.#fft.forward(this.#signal, into)
  }

  #overlapAdd(j: number, channel: number, start: number): void {
    const length = this.#window.length
    for (const [part, ring] of this.#rings[j].slice(channel, channel + 2).entries()) {
      for (let t = Math.max(0, this.#position - start); t < length; t++) {
        ring[(start + t) & (length - 1)] += this.#window[t] * this.#signal[2 * t + part]
      }
    }
  }
}
