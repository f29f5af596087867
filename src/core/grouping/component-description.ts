import { hertzRangeText, hertzText } from './hertz-text'
import { describeTemplate } from './template-description'

/** What a component is called as long as nobody named it. */
export interface ComponentDescription {
  /** "A♯3", "kick-like", "snare-like", "hat-like", "noise" or "silent" */
  readonly name: string
  /** "233 Hz", "7.2–11 kHz"; "" where it is silent */
  readonly place: string
  /** the note, the peak of what is kick-like, else the centroid; 0 where it is silent */
  readonly hertz: number
}

export interface DescriptionLayout {
  readonly sampleRate: number
  readonly windowSamples: number
  readonly hopSamples: number
}

const sustainSeconds = 0.15
const struckSustain = 0.3
const drumLowHertz = 150
const drumLowShare = 0.6
const hatHertz = 3500
const snareHertz = { from: 250, to: 6000 }
const rangeShares = [0.1, 0.9] as const

/**
 * Names a component after its template and how it sounds on: a note with its frequency; of what is struck, "kick-like" with 60 % of
 * its power below 150 Hz, and of noise "hat-like" from 3.5 kHz up, "snare-like" around the middle; else "noise". Noise has
 * the range that holds the middle 80 % of its power.
 *
 * @param template   (bins) ≥ 0
 * @param activation (columns) ≥ 0
 */
export function describeComponent(
  { template, activation }: { readonly template: Float32Array; readonly activation: Float32Array },
  layout: DescriptionLayout
): ComponentDescription {
  const { sampleRate, windowSamples, hopSamples } = layout
  const { kind, name, hertz } = describeTemplate(template, sampleRate, windowSamples)
  if (hertz === 0) return { name: 'silent', place: '', hertz }
  const isStruck = sustainOf(activation, Math.round((sustainSeconds * sampleRate) / hopSamples)) < struckSustain
  const binHertz = sampleRate / windowSamples
  const power = template.map((value) => value * value)
  const total = power.reduce((sum, value) => sum + value, 0)
  const low = power.reduce((sum, value, f) => (f * binHertz < drumLowHertz ? sum + value : sum), 0) / total
  if (isStruck && low > drumLowShare) {
    const peak = power.reduce((best, value, f) => (value > power[best] ? f : best), 0)
    const peakHertz = kind === 'note' ? hertz : peak * binHertz
    return { name: 'kick-like', place: hertzText(peakHertz), hertz: peakHertz }
  }
  if (kind === 'note') return { name, place: hertzText(hertz), hertz }
  const [lowest, highest] = rangeShares.map((share) => quantile(power, share * total) * binHertz)
  const place = hertzRangeText(lowest, highest)
  if (isStruck && lowest > hatHertz) return { name: 'hat-like', place, hertz }
  const isMiddle = hertz > snareHertz.from && hertz < snareHertz.to
  return { name: isStruck && isMiddle ? 'snare-like' : 'noise', place, hertz }
}

/** "kick-like, 62 Hz" */
export function descriptionText({ name, place }: Pick<ComponentDescription, 'name' | 'place'>): string {
  return place === '' ? name : `${name}, ${place}`
}

/** The autocorrelation of h less its mean at one lag, 1 held … 0 struck; 1 where it never changes. */
function sustainOf(h: Float32Array, lag: number): number {
  const mean = h.reduce((sum, value) => sum + value, 0) / h.length
  let [product, square] = [0, 0]
  for (let n = 0; n < h.length; n++) {
    square += (h[n] - mean) ** 2
    if (n >= lag) product += (h[n] - mean) * (h[n - lag] - mean)
  }
  return square > 0 ? product / square : 1
}

/** The first bin up to which such a part of the power lies. */
function quantile(power: Float32Array, part: number): number {
  let sum = 0
  const bin = power.findIndex((value) => (sum += value) >= part)
  return Math.max(0, bin)
}
