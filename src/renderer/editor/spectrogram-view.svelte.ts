import { z } from 'zod'
import { displayDecibels } from '@core/spectral/spectrogram-tile'
import {
  frequencyScales,
  fullFrequencyView,
  hertzToPixels,
  panFrequency,
  rescaleFrequency,
  zoomFrequency,
  type FrequencyScale,
  type FrequencyView
} from '../drawing/frequency-axis'
import type { DecibelRange } from '../drawing/spectrogram-scene'
import { recall, remember } from './remembered'

/** What tiles hold: bytes of half a decibel up to 0 dBFS. */
export const decibelLimits = { low: -120, high: 0 } as const
const narrowestDecibels = 6

const name = 'spectrogram-view'
const schema = z.object({
  scale: z.enum(frequencyScales),
  decibelRange: z
    .object({ low: z.number().min(decibelLimits.low), high: z.number().max(decibelLimits.high) })
    .refine(({ low, high }) => high - low >= narrowestDecibels)
})

/** Which frequencies the spectrogram shows, on which axis, and from which level to which. View state: never undone. */
export class SpectrogramView {
  #sampleRate = $state(44_100)
  #decibelRange = $state.raw<DecibelRange>(displayDecibels)
  #frequencyView = $state.raw<FrequencyView>(fullFrequencyView(44_100))

  constructor() {
    const kept = recall(name, schema)
    if (kept === null) return
    this.#decibelRange = kept.decibelRange
    this.#frequencyView = fullFrequencyView(this.#sampleRate, kept.scale)
  }

  get frequencyView(): FrequencyView {
    return this.#frequencyView
  }

  get scale(): FrequencyScale {
    return this.#frequencyView.scale
  }

  get decibelRange(): DecibelRange {
    return this.#decibelRange
  }

  open(sampleRate: number): void {
    this.#sampleRate = sampleRate
    this.fit()
  }

  /** The whole axis stays whole, a part of it the same part. */
  chooseScale(scale: FrequencyScale): void {
    const { lowHertz, highHertz } = fullFrequencyView(this.#sampleRate, this.scale)
    const isWhole = this.#frequencyView.lowHertz === lowHertz && this.#frequencyView.highHertz === highHertz
    this.#frequencyView = isWhole
      ? fullFrequencyView(this.#sampleRate, scale)
      : rescaleFrequency(this.#frequencyView, scale, this.#sampleRate)
    this.#remember()
  }

  zoom(factor: number, atHertz: number): void {
    this.#frequencyView = zoomFrequency(this.#frequencyView, factor, atHertz, this.#sampleRate)
  }

  /** Moves by a part of what is shown, upwards where `share` is above 0. */
  pan(share: number): void {
    this.#frequencyView = panFrequency(this.#frequencyView, share, this.#sampleRate)
  }

  /** Moves just as far as it takes to see a frequency. */
  reveal(hertz: number): void {
    const place = hertzToPixels(hertz, this.#frequencyView, 1)
    if (place < 0) this.pan(-place)
    else if (place > 1) this.pan(1 - place)
  }

  fit(): void {
    this.#frequencyView = fullFrequencyView(this.#sampleRate, this.scale)
  }

  /** Each end gives way to the limits and stays below, or above, the other one. */
  setDecibels(end: 'low' | 'high', decibels: number): void {
    const { low, high } = this.#decibelRange
    this.#decibelRange =
      end === 'low'
        ? { low: Math.round(Math.min(high - narrowestDecibels, Math.max(decibelLimits.low, decibels))), high }
        : { low, high: Math.round(Math.max(low + narrowestDecibels, Math.min(decibelLimits.high, decibels))) }
    this.#remember()
  }

  resetDecibels(): void {
    this.#decibelRange = displayDecibels
    this.#remember()
  }

  #remember(): void {
    remember(name, { scale: this.scale, decibelRange: this.#decibelRange })
  }
}
