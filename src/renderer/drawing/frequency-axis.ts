import type { FrequencyBand } from '@core/spectral/frequency-band'

export const frequencyScales = ['log', 'mel', 'linear'] as const
export type FrequencyScale = (typeof frequencyScales)[number]

/** The band that a spectrogram shows, and by which measure of frequency; highest at the top. */
export interface FrequencyView extends FrequencyBand {
  readonly scale: FrequencyScale
}

const lowestHertz = 40
const highestHertz = 18_000
const lowestLogHertz = 20
/** The mel scale bends here: below it is nearly linear, above nearly logarithmic (O'Shaughnessy 1987). */
const melHertz = 700
/** The narrowest view shows this part of the whole axis. */
const deepestShare = 1 / 64

/** A frequency on an axis, in the axis's own measure; even steps of it are even steps on the screen. */
export function hertzToAxis(hertz: number, scale: FrequencyScale): number {
  switch (scale) {
    case 'log':
      return Math.log(hertz)
    case 'mel':
      return Math.log1p(hertz / melHertz)
    case 'linear':
      return hertz
  }
}

export function axisToHertz(place: number, scale: FrequencyScale): number {
  switch (scale) {
    case 'log':
      return Math.exp(place)
    case 'mel':
      return Math.expm1(place) * melHertz
    case 'linear':
      return place
  }
}

/** On a logarithmic axis 40 Hz to 18 kHz, on others from 0 Hz up; never above half the sample rate. */
export function fullFrequencyView(sampleRate: number, scale: FrequencyScale = 'log'): FrequencyView {
  if (scale !== 'log') return { lowHertz: 0, highHertz: sampleRate / 2, scale }
  const highHertz = Math.min(highestHertz, sampleRate / 2)
  return { lowHertz: Math.min(lowestHertz, highHertz / 2), highHertz, scale }
}

/** Distance from the top edge. */
export function hertzToPixels(hertz: number, { lowHertz, highHertz, scale }: FrequencyView, height: number): number {
  const [at, low, high] = [hertz, lowHertz, highHertz].map((value) => hertzToAxis(value, scale)) as Triple
  return ((high - at) / (high - low)) * height
}

export function pixelsToHertz(pixels: number, { lowHertz, highHertz, scale }: FrequencyView, height: number): number {
  const [low, high] = [hertzToAxis(lowHertz, scale), hertzToAxis(highHertz, scale)]
  return axisToHertz(high - (pixels / height) * (high - low), scale)
}

type Triple = [number, number, number]

/** `factor` > 1 shows less; `atHertz` stays at its place unless an end of the axis is in the way. */
export function zoomFrequency(view: FrequencyView, factor: number, atHertz: number, sampleRate: number): FrequencyView {
  const { scale } = view
  const [at, low, high] = [atHertz, view.lowHertz, view.highHertz].map((value) => hertzToAxis(value, scale)) as Triple
  return clampAxis(at - (at - low) / factor, at + (high - at) / factor, scale, sampleRate)
}

/** Moves by a part of what is shown, upwards where `share` is above 0. */
export function panFrequency(view: FrequencyView, share: number, sampleRate: number): FrequencyView {
  const { scale } = view
  const [low, high] = [hertzToAxis(view.lowHertz, scale), hertzToAxis(view.highHertz, scale)]
  const by = share * (high - low)
  return clampAxis(low + by, high + by, scale, sampleRate)
}

/** The same band on another axis, as far as that has it. */
export function rescaleFrequency(view: FrequencyView, scale: FrequencyScale, sampleRate: number): FrequencyView {
  const least = axisLimits(scale, sampleRate).low
  const axis = (hertz: number) => (hertz <= 0 ? least : hertzToAxis(hertz, scale))
  return clampAxis(axis(view.lowHertz), axis(view.highHertz), scale, sampleRate)
}

function axisLimits(scale: FrequencyScale, sampleRate: number): { low: number; high: number } {
  const low = scale === 'log' ? Math.min(lowestLogHertz, sampleRate / 8) : 0
  return { low: hertzToAxis(low, scale), high: hertzToAxis(sampleRate / 2, scale) }
}

function clampAxis(low: number, high: number, scale: FrequencyScale, sampleRate: number): FrequencyView {
  const limits = axisLimits(scale, sampleRate)
  const whole = limits.high - limits.low
  const span = Math.min(whole, Math.max(whole * deepestShare, high - low))
  const middle = (low + high) / 2
  const from = Math.min(Math.max(limits.low, middle - span / 2), limits.high - span)
  return { lowHertz: axisToHertz(from, scale), highHertz: axisToHertz(from + span, scale), scale }
}

const pitchNames = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B']

/** MIDI key number, as a fraction: 69 is A4, 440 Hz. */
export function hertzToKey(hertz: number): number {
  return 69 + 12 * Math.log2(hertz / 440)
}

export function keyToHertz(key: number): number {
  return 440 * 2 ** ((key - 69) / 12)
}

/** The nearest note of equal temperament and how far off it is, −50 to 50 cents. */
export function noteName(hertz: number): { name: string; cents: number } {
  const exact = hertzToKey(hertz)
  const key = Math.round(exact)
  return {
    name: `${pitchNames[((key % 12) + 12) % 12]}${Math.floor(key / 12) - 1}`,
    // + 0 turns −0 into 0
    cents: Math.round((exact - key) * 100) + 0
  }
}

export function isBlackKey(key: number): boolean {
  return [1, 3, 6, 8, 10].includes(((key % 12) + 12) % 12)
}
