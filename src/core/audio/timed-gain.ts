import { raisedCosine, rampSeconds } from './cosine-ramp'
import { rangeFrom, type SampleRange } from './sample-range'

/** A gain over a stretch of time: g, or a straight line between 0 and 1. */
export interface TimedGain extends SampleRange {
  readonly shape: 'constant' | 'fade-in' | 'fade-out'
  /** of a constant one, g ≥ 0 */
  readonly gain: number
}

/** A TimedGain, how long its edges are, and how far it is held beyond them where nothing is heard that it must not touch. */
export interface PlacedGain extends TimedGain {
  readonly fromSample: number
  readonly toSample: number
  readonly startEdgeSamples: number
  readonly endEdgeSamples: number
}

/**
 * Gives a gain its edges: within its stretch it goes from 1 to its value and back over 5 ms each, so that it does not click and
 * nothing outside is changed. An edge of the recording or of a cut needs none; there the value holds on to the middle of what is
 * not heard, so that what is sampled column by column reaches the edge too.
 */
export function placeGain<G extends TimedGain>(
  gain: G,
  options: { readonly cuts: readonly SampleRange[]; readonly lengthSamples: number; readonly sampleRate: number }
): G & PlacedGain {
  const { cuts, lengthSamples, sampleRate } = options
  const { startSample, endSample } = gain
  const edge = Math.min(rampSeconds * sampleRate, (endSample - startSample) / 2)
  const before = startSample === 0 ? -Infinity : heldInto(cuts, startSample - 1)
  const after = endSample === lengthSamples ? Infinity : heldInto(cuts, endSample)
  return {
    ...gain,
    fromSample: before ?? startSample,
    toSample: after ?? endSample,
    startEdgeSamples: before === null ? edge : 0,
    endEdgeSamples: after === null ? edge : 0
  }
}

/** The middle of the cut that holds a sample, or the recording's end beyond it; null: it is heard. */
function heldInto(cuts: readonly SampleRange[], sample: number): number | null {
  const cut = rangeFrom(cuts, sample)
  return cut === null || cut.startSample > sample ? null : (cut.startSample + cut.endSample) / 2
}

/** The factor at a sample, or between two; 1 outside. Allocates nothing. */
export function gainAt(placed: PlacedGain, sample: number): number {
  if (sample < placed.fromSample || sample >= placed.toSample) return 1
  const { startSample, endSample, shape } = placed
  const since = Math.max(0, sample - startSample)
  const until = Math.max(0, endSample - sample)
  const length = endSample - startSample
  const value = shape === 'constant' ? placed.gain : Math.min(1, (shape === 'fade-in' ? since : until) / length)
  const share = Math.min(
    placed.startEdgeSamples > 0 ? since / placed.startEdgeSamples : 1,
    placed.endEdgeSamples > 0 ? until / placed.endEdgeSamples : 1
  )
  return share >= 1 ? value : 1 + (value - 1) * raisedCosine(share)
}

/** Multiplies samples [from, from + count) of each channel, which lie at the arrays' beginning. Allocates nothing. */
export function applyGains(
  channels: readonly Float32Array[],
  count: number,
  from: number,
  gains: readonly PlacedGain[]
): void {
  for (let index = 0; index < gains.length; index++) {
    const placed = gains[index]!
    const first = Math.max(0, Math.ceil(placed.fromSample) - from)
    const end = Math.min(count, Math.ceil(placed.toSample) - from)
    for (let i = first; i < end; i++) {
      const factor = gainAt(placed, from + i)
      for (let channel = 0; channel < channels.length; channel++) channels[channel]![i] *= factor
    }
  }
}
