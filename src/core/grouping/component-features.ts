import type { Factors } from '../separation/factors'
import { templateOf } from '../separation/templates'

/** The few numbers by which the percussive hint tells components apart. */
export interface ComponentFeatures {
  /** root of the energy Σ (w_k·h_k)²: how much the component matters */
  readonly weight: number
  /** how much of an activation is still there 0.10 … 0.30 s later: near 1 held, near 0 struck */
  readonly sustain: number
  /** share of the template's energy below 200 Hz */
  readonly lowShare: number
  /** centre of the template's energy as log2 of hertz */
  readonly centroid: number
  /** where the component stands between the first two channels, −1 left … 1 right; null unless the model knows channels */
  readonly pan: number | null
}

export interface FeatureLayout {
  readonly sampleRate: number
  readonly windowSamples: number
  readonly hopSamples: number
}

const sustainLagsSeconds = [0.1, 0.15, 0.2, 0.3]
const lowHertz = 200
const audibleHertz = 20

export function componentFeatures(factors: Factors, layout: FeatureLayout, k: number): ComponentFeatures {
  const { binCount, columnCount } = factors
  const w = templateOf(factors, k)
  const h = factors.H.subarray(k * columnCount, (k + 1) * columnCount)
  const binHertz = layout.sampleRate / layout.windowSamples
  let energy = 0
  let low = 0
  let moment = 0
  for (let f = 0; f < binCount; f++) {
    const power = w[f] * w[f]
    energy += power
    if (f * binHertz < lowHertz) low += power
    moment += power * Math.log2(Math.max(audibleHertz, f * binHertz))
  }
  let heights = 0
  for (const value of h) heights += value * value
  return {
    weight: Math.sqrt(energy * heights),
    sustain: sustainOf(h, layout.sampleRate / layout.hopSamples),
    lowShare: energy > 0 ? low / energy : 0,
    centroid: energy > 0 ? moment / energy : 0,
    pan: panOf(factors, k)
  }
}

/** (q_right − q_left) / (q_left + q_right) of component k in a stereo model; 0 where it is in neither; null for other models. */
export function panOf({ model, rank }: Pick<Factors, 'model' | 'rank'>, k: number): number | null {
  if (model.kind !== 'stereo' || model.channelGains.length < 2 * rank) return null
  const left = model.channelGains[k]
  const right = model.channelGains[rank + k]
  return left + right > 0 ? (right - left) / (left + right) : 0
}

/** Mean over the lags of Σ c(t)·c(t + lag) / Σ c², c = h − mean(h); 0 for an activation that never changes. */
function sustainOf(h: Float32Array, columnsPerSecond: number): number {
  let total = 0
  for (const value of h) total += value
  const centred = new Float64Array(h.length)
  let variance = 0
  for (let n = 0; n < h.length; n++) {
    centred[n] = h[n] - total / h.length
    variance += centred[n] * centred[n]
  }
  if (!(variance > 0)) return 0
  let correlations = 0
  for (const seconds of sustainLagsSeconds) {
    const lag = Math.max(1, Math.round(seconds * columnsPerSecond))
    for (let n = 0; n + lag < h.length; n++) correlations += centred[n] * centred[n + lag]
  }
  return correlations / variance / sustainLagsSeconds.length
}
