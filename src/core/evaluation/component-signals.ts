import type { SampleSource } from '../audio/sample-source'
import type { Factors } from '../separation/factors'
import { Fft } from '../spectral/fft'
import { columnStart, type StftLayout } from '../spectral/stft-layout'
import { hannWindow, overlapWeights } from '../spectral/window'
import { invertProductSums, leastProduct } from './component-masks'
import type { SignalGroup } from './signal-group'

/**
 * What every component of a product separation sounds like by itself, w_k·h_k / Σ w_i·h_i of the mean of the recording's channels:
 * the mean of the channels of a MaskStream with only that component on, all K in one pass. They add up to that mean.
 */
export class ComponentSignals implements SignalGroup {
  readonly signalCount: number
  readonly channelCount = 1
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #weights: Float64Array
  readonly #segment: Float32Array
  readonly #signal: Float64Array
  readonly #mixSpectrum: Float64Array
  readonly #spectrum: Float64Array
  readonly #inverse: Float64Array
  /** per component sums of one window's length in a ring by sample position */
  readonly #rings: readonly Float64Array[]
  #nextColumn = 0
  #position = 0

  constructor(
    private readonly recording: SampleSource,
    private readonly factors: Factors,
    private readonly layout: StftLayout
  ) {
    const { windowSamples, hopSamples, binCount } = layout
    const window = hannWindow(windowSamples)
    this.signalCount = factors.rank
    this.#fft = new Fft(windowSamples)
    this.#window = Float64Array.from(window)
    this.#weights = overlapWeights(window, hopSamples)
    this.#segment = new Float32Array(windowSamples)
    this.#signal = new Float64Array(2 * windowSamples)
    this.#mixSpectrum = new Float64Array(2 * windowSamples)
    this.#spectrum = new Float64Array(2 * windowSamples)
    this.#inverse = new Float64Array(binCount)
    this.#rings = Array.from({ length: factors.rank }, () => new Float64Array(windowSamples))
  }

  read(outputs: readonly (readonly Float32Array[])[], count: number): void {
    const { windowSamples, hopSamples, columnCount } = this.layout
    for (let written = 0; written < count;) {
      const hop = Math.floor(this.#position / hopSamples)
      const end = Math.min(count, written + (hop + 1) * hopSamples - this.#position)
      while (this.#nextColumn < columnCount && columnStart(this.layout, this.#nextColumn) <= this.#position) {
        this.#addColumn(this.#nextColumn++)
      }
      for (let k = 0; k < this.#rings.length; k++) {
        const ring = this.#rings[k]
        const [output] = outputs[k]
        for (let i = 0; i < end - written; i++) {
          const place = (this.#position + i) & (windowSamples - 1)
          output[written + i] = ring[place] / this.#weights[(this.#position + i) % hopSamples]
          ring[place] = 0
        }
      }
      this.#position += end - written
      written = end
    }
  }

  #addColumn(column: number): void {
    const start = columnStart(this.layout, column)
    this.#analyse(start)
    invertProductSums(this.factors, column, this.#inverse)
    for (let k = 0; k < this.signalCount; k += 2) {
      this.#spectrum.fill(0)
      this.#addMasked(k, column, false)
      if (k + 1 < this.signalCount) this.#addMasked(k + 1, column, true)
      this.#fft.inverse(this.#spectrum, this.#signal)
      this.#overlapAdd(k, start)
    }
  }

  #analyse(start: number): void {
    const { channelCount } = this.recording
    this.#signal.fill(0)
    for (let channel = 0; channel < channelCount; channel++) {
      this.recording.read(channel, start, this.#segment)
      for (let t = 0; t < this.#window.length; t++) {
        this.#signal[2 * t] += (this.#window[t] * this.#segment[t]) / channelCount
      }
    }
    this.#fft.forward(this.#signal, this.#mixSpectrum)
  }

  /** spectrum ← spectrum + m_k·X, or i times that: two real signals share a transform. */
  #addMasked(k: number, column: number, isImaginary: boolean): void {
    const { binCount, columnCount, W, H } = this.factors
    const height = H[k * columnCount + column]
    const size = this.#window.length
    for (let f = 0; f < binCount; f++) {
      const mask = (W[k * binCount + f] * height + leastProduct) * this.#inverse[f]
      this.#addBin(f, mask, isImaginary)
      if (f > 0 && f < binCount - 1) this.#addBin(size - f, mask, isImaginary)
    }
  }

  #addBin(bin: number, mask: number, isImaginary: boolean): void {
    const re = mask * this.#mixSpectrum[2 * bin]
    const im = mask * this.#mixSpectrum[2 * bin + 1]
    this.#spectrum[2 * bin] += isImaginary ? -im : re
    this.#spectrum[2 * bin + 1] += isImaginary ? re : im
  }

  #overlapAdd(k: number, start: number): void {
    const length = this.#window.length
    for (let part = 0; part < 2 && k + part < this.signalCount; part++) {
      const ring = this.#rings[k + part]
      for (let t = Math.max(0, this.#position - start); t < length; t++) {
        ring[(start + t) & (length - 1)] += this.#window[t] * this.#signal[2 * t + part]
      }
    }
  }
}
