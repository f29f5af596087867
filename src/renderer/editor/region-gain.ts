import { gainAt } from '@core/audio/timed-gain'
import type { PlacedEdits } from '@core/separation/timed-edits'

/**
 * By which factor regions change a source at a sample: those of the mix, and those of its components. Where these are changed
 * differently, it is the factor of the one that keeps most.
 *
 * @param componentIndices those that are heard
 */
export function regionGainAt(
  { mix, components }: Pick<PlacedEdits, 'mix' | 'components'>,
  componentIndices: readonly number[],
  sample: number
): number {
  const ofMix = mix.reduce((product, gain) => product * gainAt(gain, sample), 1)
  const here = components.filter(({ fromSample, toSample }) => sample >= fromSample && sample < toSample)
  if (here.length === 0) return ofMix
  const factors = componentIndices.map((k) =>
    here.reduce((product, gain) => (gain.componentIndices.includes(k) ? product * gainAt(gain, sample) : product), 1)
  )
  return ofMix * Math.max(0, ...factors)
}
