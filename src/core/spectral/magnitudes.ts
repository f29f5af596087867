import type { AudioClip } from '../audio/audio-clip'
import { AppError } from '../errors'
import { addPairMagnitudes, Fft } from './fft'
import { columnStart, type StftLayout } from './stft-layout'
import { hannWindow } from './window'

const blockColumns = 32

/**
 * Magnitudes of a run of columns at a time, V(f, n) = mean over the channels of |STFT|: of the channels' magnitudes, never of
 * the waveforms, or antiphase would vanish. Scaled by 2/Σwindow, so a full-scale sine has 1 at its peak bin.
 */
export class MagnitudeAnalysis {
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #signal: Float64Array
  readonly #spectrum: Float64Array
  readonly #unused: Float64Array
  readonly #scale: number

  constructor(
    readonly clip: AudioClip,
    readonly layout: StftLayout
  ) {
    this.#fft = new Fft(layout.windowSamples)
    this.#window = Float64Array.from(hannWindow(layout.windowSamples))
    this.#signal = new Float64Array(2 * layout.windowSamples)
    this.#spectrum = new Float64Array(2 * layout.windowSamples)
    this.#unused = new Float64Array(layout.binCount)
    this.#scale = 2 / this.#window.reduce((sum, weight) => sum + weight, 0) / clip.channels.length
  }

  /** Writes columns [first, first + count) to `magnitudes`, column after column, from `offset` on. */
  compute(first: number, count: number, magnitudes: Float32Array, offset: number): void {
    const { binCount } = this.layout
    const channelCount = this.clip.channels.length
    const signalCount = count * channelCount
    magnitudes.fill(0, offset, offset + count * binCount)
    // every channel of every column is one real signal; any two of them share a transform
    for (let index = 0; index < signalCount; index += 2) {
      const hasSecond = index + 1 < signalCount
      const columnA = Math.floor(index / channelCount)
      const columnB = Math.floor((index + 1) / channelCount)
      this.#load(0, index % channelCount, first + columnA)
      if (hasSecond) this.#load(1, (index + 1) % channelCount, first + columnB)
      else for (let t = 1; t < this.#signal.length; t += 2) this.#signal[t] = 0
      this.#fft.forward(this.#signal, this.#spectrum)
      addPairMagnitudes({
        spectrum: this.#spectrum,
        scale: this.#scale,
        magnitudesA: magnitudes,
        offsetA: offset + columnA * binCount,
        magnitudesB: hasSecond ? magnitudes : this.#unused,
        offsetB: hasSecond ? offset + columnB * binCount : 0
      })
    }
  }

  #load(part: 0 | 1, channel: number, column: number): void {
    const samples = this.clip.channels[channel]
    const start = columnStart(this.layout, column)
    const window = this.#window
    const signal = this.#signal
    const from = Math.max(0, -start)
    const to = Math.max(from, Math.min(window.length, samples.length - start))
    for (let t = 0; t < from; t++) signal[2 * t + part] = 0
    for (let t = from; t < to; t++) signal[2 * t + part] = window[t] * samples[start + t]
    for (let t = to; t < window.length; t++) signal[2 * t + part] = 0
  }
}

/**
 * The magnitude spectrogram of a clip, V(f, n) = mean over the channels of |STFT|, a full-scale sine being 1 at its peak bin.
 * Yields the number of columns done after each block of 32.
 *
 * @param V (bins × columns), written column after column (bins contiguous)
 * @throws AppError 'shape-mismatch'
 */
export function* computeMagnitudes(clip: AudioClip, layout: StftLayout, V: Float32Array): Generator<number, void> {
  const { binCount, columnCount } = layout
  if (V.length !== binCount * columnCount || clip.lengthSamples !== layout.lengthSamples) {
    throw new AppError('shape-mismatch', `V of ${V.length} values for ${binCount} × ${columnCount}`, {
      binCount,
      columnCount
    })
  }
  const analysis = new MagnitudeAnalysis(clip, layout)
  for (let first = 0; first < columnCount; first += blockColumns) {
    const count = Math.min(blockColumns, columnCount - first)
    analysis.compute(first, count, V, first * binCount)
    yield first + count
  }
}
