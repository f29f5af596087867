import { Fft } from '../spectral/fft'

const sustainLagsSeconds = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5]
const profileOffsets = [-2, -1, 1, 2, 4, 8, 16]
const mostProfile = 1.5
const modulationHertz = { from: 0.2, to: 20 }
const periodSeconds = { from: 0.25, to: 2 }
const activityShare = 0.1
const onsetShare = 0.25
const onsetDistance = 4

/** How a component goes in time. */
export interface ActivationFeatures {
  /** sustain05 … after16, in the order of componentFeatureNames */
  readonly values: Float64Array
  /** (columns) positive part of the difference from column to column */
  readonly rises: Float64Array
  /** columns of its onsets, ascending, at least one */
  readonly onsets: readonly number[]
}

/** Makes features of activations of one length. */
export class ActivationAnalysis {
  readonly #fft: Fft
  readonly #signal: Float64Array
  readonly #spectrum: Float64Array
  readonly #columnsPerSecond: number

  constructor(columnCount: number, columnsPerSecond: number) {
    const size = 2 ** Math.max(2, Math.ceil(Math.log2(2 * columnCount)))
    this.#fft = new Fft(size)
    this.#signal = new Float64Array(2 * size)
    this.#spectrum = new Float64Array(2 * size)
    this.#columnsPerSecond = columnsPerSecond
  }

  /**
   * With c = h − mean(h) and its autocorrelation r over r(0):
   *
   * sustain05 … 50   r at 0.05, 0.10, 0.15, 0.20, 0.30, 0.50 s: near 1 held, near 0 struck
   * decay            share of Σ (h(n) − h(n − 1))² that rises
   * sparsity         (√N − Σh/√Σh²) / (√N − 1)
   * modulation       mean of log2 of the modulation frequency, 0.2 … 20 Hz, weighted by power
   * periodicity      the highest r from 0.25 to 2 s
   * activity         share of columns above a tenth of the highest
   * onsetRate        log2(1 + onsets per second)
   * before2 … after16   mean over onsets p of min(h(p + o)/h(p), 1.5), o = −2, −1, 1, 2, 4, 8, 16 columns
   *
   * @param activation (columns) ≥ 0
   * @see   Hoyer 2004, JMLR 5 (sparsity)
   */
  analyse(activation: Float32Array | Float64Array): ActivationFeatures {
    const h = Float64Array.from(activation, (value) => value + 1e-12)
    const count = h.length
    const { correlation, modulation } = this.#correlate(h)
    const at = (seconds: number): number => correlation[this.#lag(seconds, count)] ?? 0
    const rises = new Float64Array(count)
    let up = 0
    let down = 0
    for (let n = 0; n < count; n++) {
      const change = h[n] - (n > 0 ? h[n - 1] : 0)
      rises[n] = Math.max(0, change)
      if (change > 0) up += change * change
      else down += change * change
    }
    const onsets = onsetsOf(h)
    const values = Float64Array.from([
      ...sustainLagsSeconds.map(at),
      up / (up + down + 1e-20),
      sparsity(h),
      modulation,
      this.#periodicity(correlation, count),
      activity(h),
      Math.log2(1 + (onsets.length * this.#columnsPerSecond) / count),
      ...profile(h, onsets)
    ])
    return { values, rises, onsets }
  }

  #lag(seconds: number, count: number): number {
    return Math.min(count - 1, Math.max(1, Math.round(seconds * this.#columnsPerSecond)))
  }

  #periodicity(correlation: Float64Array, count: number): number {
    const last = Math.min(Math.floor(periodSeconds.to * this.#columnsPerSecond), count - 2)
    let most = 0
    for (let lag = Math.floor(periodSeconds.from * this.#columnsPerSecond); lag < last; lag++)
      most = Math.max(most, correlation[lag])
    return most
  }

  /** The autocorrelation by the power spectrum, and from that also the modulation frequency. */
  #correlate(h: Float64Array): { correlation: Float64Array; modulation: number } {
    const count = h.length
    const size = this.#fft.size
    const signal = this.#signal
    const spectrum = this.#spectrum
    const mean = h.reduce((sum, value) => sum + value, 0) / count
    let variance = 0
    signal.fill(0)
    for (let n = 0; n < count; n++) {
      signal[2 * n] = h[n] - mean
      variance += (h[n] - mean) ** 2
    }
    this.#fft.forward(signal, spectrum)
    let power = 0
    let moment = 0
    for (let i = 0; i < size; i++) {
      const square = spectrum[2 * i] ** 2 + spectrum[2 * i + 1] ** 2
      const hertz = (i * this.#columnsPerSecond) / size
      if (i < size / 2 && hertz > modulationHertz.from && hertz < modulationHertz.to) {
        power += square
        moment += square * Math.log2(hertz)
      }
      signal[2 * i] = square
      signal[2 * i + 1] = 0
    }
    // The inverse of a real, even spectrum: forward and inverse differ by the factor alone.
    this.#fft.forward(signal, spectrum)
    const correlation = Float64Array.from({ length: count }, (_, n) => spectrum[2 * n] / size / (variance + 1e-20))
    return { correlation, modulation: moment / (power + 1e-20) }
  }
}

function sparsity(h: Float64Array): number {
  const root = Math.sqrt(h.length)
  const sum = h.reduce((total, value) => total + value, 0)
  const length = Math.sqrt(h.reduce((total, value) => total + value * value, 0))
  return root > 1 ? (root - sum / length) / (root - 1) : 0
}

function activity(h: Float64Array): number {
  const least = activityShare * highest(h)
  return h.reduce((count, value) => count + (value > least ? 1 : 0), 0) / h.length
}

/** Peaks above a quarter of the highest, the higher first where two are less than four columns apart. */
function onsetsOf(h: Float64Array): number[] {
  const least = onsetShare * (highest(h) + 1e-12)
  const candidates: number[] = []
  for (let n = 1; n + 1 < h.length; n++) if (h[n] >= h[n - 1] && h[n] > h[n + 1] && h[n] > least) candidates.push(n)
  candidates.sort((a, b) => h[b] - h[a] || a - b)
  const taken = new Uint8Array(h.length)
  const onsets: number[] = []
  for (const n of candidates) {
    let isFree = true
    for (let m = Math.max(0, n - onsetDistance + 1); m < Math.min(h.length, n + onsetDistance); m++)
      if (taken[m] === 1) isFree = false
    if (!isFree) continue
    taken[n] = 1
    onsets.push(n)
  }
  if (onsets.length === 0) return [h.indexOf(highest(h))]
  return onsets.sort((a, b) => a - b)
}

function profile(h: Float64Array, onsets: readonly number[]): number[] {
  return profileOffsets.map((offset) => {
    const ratios = onsets.map((n) => Math.min((h[n + offset] ?? 0) / h[n], mostProfile))
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  })
}

function highest(h: Float64Array): number {
  return h.reduce((most, value) => Math.max(most, value), 0)
}
