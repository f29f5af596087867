import { gapsIn, type SampleRange } from './sample-range'

/** The stretches that cuts leave of a recording, in its order. */
export function keptRanges(cuts: readonly SampleRange[], lengthSamples: number): SampleRange[] {
  return gapsIn(cuts, { startSample: 0, endSample: lengthSamples })
}

/**
 * Ramps samples [from, from + count) of a kept stretch where it joins others, as the player does at a jump. The recording's own
 * beginning and end are no joins.
 *
 * @param ramp see cosineRamp
 */
export function rampJoins(
  channels: readonly Float32Array[],
  { from, count, kept, lengthSamples }: { from: number; count: number; kept: SampleRange; lengthSamples: number },
  ramp: Float32Array
): void {
  const full = ramp.length - 1
  for (let i = 0; i < count; i++) {
    const since = kept.startSample === 0 ? full : from + i - kept.startSample
    const until = kept.endSample === lengthSamples ? full : kept.endSample - from - i
    const gain = ramp[Math.min(full, since, until)]!
    if (gain !== 1) for (const samples of channels) samples[i] = gain * samples[i]!
  }
}
