import { runningMedian } from '../math/running-median'

/** What a template sounds like by itself, for a name. */
export interface TemplateDescription {
  readonly kind: 'note' | 'noise'
  /** "A♯3", or "noise" */
  readonly name: string
  /** the highest peak of a note; the centroid of noise, 0 for silence */
  readonly hertz: number
  /** how far the peak is above (or below) the equally tempered note, A4 = 440 Hz; 0 for noise */
  readonly cents: number
}

const noteNames = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B']
const audibleHertz = 20
const surroundingsHertz = 380
const noteShare = 0.5

/**
 * Describes a template as a note when at least half of it stands above the median of its surroundings (380 Hz wide), else as
 * noise. The note is that of the highest peak, found between the bins by a parabola through the logarithms of three.
 *
 * @param w (bins) ≥ 0
 */
export function describeTemplate(w: Float32Array, sampleRate: number, windowSamples: number): TemplateDescription {
  const binHertz = sampleRate / windowSamples
  const firstBin = Math.max(1, Math.ceil(audibleHertz / binHertz))
  const median = runningMedian(w, 2 * Math.max(2, Math.round(surroundingsHertz / 2 / binHertz)) + 1)
  let sum = 0
  let moment = 0
  let tonal = 0
  let peak = firstBin
  for (let f = firstBin; f < w.length; f++) {
    sum += w[f]
    moment += w[f] * f
    tonal += Math.max(0, w[f] - median[f])
    if (w[f] > w[peak]) peak = f
  }
  if (!(sum > 0)) return { kind: 'noise', name: 'noise', hertz: 0, cents: 0 }
  if (tonal < noteShare * sum) return { kind: 'noise', name: 'noise', hertz: (moment / sum) * binHertz, cents: 0 }
  const hertz = (peak + peakOffset(w, peak)) * binHertz
  const semitones = 69 + 12 * Math.log2(hertz / 440)
  const note = Math.round(semitones)
  const name = `${noteNames[((note % 12) + 12) % 12]}${Math.floor(note / 12) - 1}`
  return { kind: 'note', name, hertz, cents: Math.round(100 * (semitones - note)) }
}

/** Vertex of the parabola through the logarithms of a peak bin and its neighbours, −½ … ½ bins from it. */
function peakOffset(w: Float32Array, peak: number): number {
  if (!(w[peak - 1] > 0 && w[peak + 1] > 0)) return 0
  const left = Math.log(w[peak - 1])
  const right = Math.log(w[peak + 1])
  const curvature = left - 2 * Math.log(w[peak]) + right
  return curvature < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curvature))) : 0
}
