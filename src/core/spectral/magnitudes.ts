import type { SampleSource } from '../audio/sample-source'
import { addPairMagnitudes, Fft } from './fft'
import { columnStart, type StftLayout } from './stft-layout'
import { hannWindow } from './window'

interface ColumnSeries {
  readonly first: number
  readonly count: number
  readonly stride: number
}

/**
 * Magnitudes of any run of columns. Scaled by 2/Σwindow, so a full-scale sine has 1 at its peak bin.
 *
 * One analysis is for one thread: it has scratch memory of its own.
 */
export class MagnitudeAnalysis {
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #segment: Float32Array
  readonly #signal: Float64Array
  readonly #spectrum: Float64Array
  readonly #unused: Float64Array
  readonly #scale: number

  constructor(
    readonly source: SampleSource,
    readonly layout: StftLayout
  ) {
    this.#fft = new Fft(layout.windowSamples)
    this.#window = Float64Array.from(hannWindow(layout.windowSamples))
    this.#segment = new Float32Array(layout.windowSamples)
    this.#signal = new Float64Array(2 * layout.windowSamples)
    this.#spectrum = new Float64Array(2 * layout.windowSamples)
    this.#unused = new Float64Array(layout.binCount)
    this.#scale = 2 / this.#window.reduce((sum, weight) => sum + weight, 0)
  }

  /**
   * V(f, n) = mean over the channels of |STFT|: of the channels' magnitudes, never of the waveforms, or antiphase would vanish.
   * Writes columns first, first + 1, … first + count − 1 to `magnitudes`, column after column, from `offset` on.
   *
   * @param stride from one of the columns to the next
   */
  compute(first: number, count: number, magnitudes: Float32Array, offset: number, stride = 1): void {
    this.#analyse({ first, count, stride }, 1, magnitudes, offset)
  }

  /** Each channel's own magnitudes, from `offset` on at `[(column * channels + channel) * binCount + f]`. */
  computeChannels(first: number, count: number, magnitudes: Float32Array, offset: number): void {
    this.#analyse({ first, count, stride: 1 }, this.source.channelCount, magnitudes, offset)
  }

  /** @param rowCount places of a column's magnitudes: one that all channels share, or one for each */
  #analyse(columns: ColumnSeries, rowCount: number, magnitudes: Float32Array, offset: number): void {
    const { first, count, stride } = columns
    const { binCount } = this.layout
    const { channelCount } = this.source
    const signalCount = count * channelCount
    const scale = (this.#scale * rowCount) / channelCount
    const place = (index: number) =>
      offset + (Math.floor(index / channelCount) * rowCount + (rowCount === 1 ? 0 : index % channelCount)) * binCount
    magnitudes.fill(0, offset, offset + count * rowCount * binCount)
    // every channel of every column is one real signal; any two of them share a transform
    for (let index = 0; index < signalCount; index += 2) {
      const hasSecond = index + 1 < signalCount
      this.#load(0, index % channelCount, first + stride * Math.floor(index / channelCount))
      if (hasSecond) this.#load(1, (index + 1) % channelCount, first + stride * Math.floor((index + 1) / channelCount))
      else for (let t = 1; t < this.#signal.length; t += 2) this.#signal[t] = 0
      this.#fft.forward(this.#signal, this.#spectrum)
      addPairMagnitudes({
        spectrum: this.#spectrum,
        scale,
        magnitudesA: magnitudes,
        offsetA: place(index),
        magnitudesB: hasSecond ? magnitudes : this.#unused,
        offsetB: hasSecond ? place(index + 1) : 0
      })
    }
  }

  #load(part: 0 | 1, channel: number, column: number): void {
    const segment = this.#segment
    const window = this.#window
    const signal = this.#signal
    this.source.read(channel, columnStart(this.layout, column), segment)
    for (let t = 0; t < window.length; t++) signal[2 * t + part] = window[t] * segment[t]
  }
}
