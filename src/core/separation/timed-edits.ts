import type { SampleRange } from '../audio/sample-range'
import { placeGain, type PlacedGain, type TimedGain } from '../audio/timed-gain'
import type { ComponentGain, GainAction } from './component-gain'

/** What is changed over stretches of time, as the player and the export carry it out. */
export interface TimedEdits {
  /** of the output, sample by sample */
  readonly mix: readonly TimedGain[]
  /** of components, column by column */
  readonly components: readonly ComponentGain[]
  /** how those of components act on the gains */
  readonly action: GainAction
  /** left out: sorted, none empty, no two touching */
  readonly cuts: readonly SampleRange[]
}

export const noTimedEdits: TimedEdits = { mix: [], components: [], action: 'scale', cuts: [] }

export interface PlacedEdits {
  readonly mix: readonly PlacedGain[]
  readonly components: readonly (ComponentGain & PlacedGain)[]
  readonly action: GainAction
  readonly cuts: readonly SampleRange[]
}

/** The edits with their edges; see placeGain. */
export function placeEdits(
  { mix, components, action, cuts }: TimedEdits,
  recording: { readonly lengthSamples: number; readonly sampleRate: number }
): PlacedEdits {
  const options = { cuts, lengthSamples: recording.lengthSamples, sampleRate: recording.sampleRate }
  return {
    mix: mix.map((gain) => placeGain(gain, options)),
    components: components.map((gain) => placeGain(gain, options)),
    action,
    cuts
  }
}
