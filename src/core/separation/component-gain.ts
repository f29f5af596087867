import { gainAt, type PlacedGain, type TimedGain } from '../audio/timed-gain'

/** A TimedGain of some components. */
export interface ComponentGain extends TimedGain {
  readonly componentIndices: readonly number[]
}

/**
 * How gains over time act on what the faders gave, g.
 *
 * scale  g·v, v being the gain at the time
 * fill   1 − (1 − g)·v: what is taken away from g = 1 comes to what is left over, so that both stay one in sum
 */
export type GainAction = 'scale' | 'fill'

/**
 * g_k at a sample: the given gains, changed by what is placed there.
 *
 * @param out written
 * @returns   whether anything touches the sample; if not, `out` is as it was
 */
export function gainsAt(
  sample: number,
  gains: Float32Array,
  placed: readonly (ComponentGain & PlacedGain)[],
  action: GainAction,
  out: Float32Array
): boolean {
  let isTouched = false
  for (let index = 0; index < placed.length; index++) {
    const change = placed[index]!
    if (sample < change.fromSample || sample >= change.toSample) continue
    if (!isTouched) out.set(gains)
    isTouched = true
    const value = gainAt(change, sample)
    const { componentIndices } = change
    for (let i = 0; i < componentIndices.length; i++) {
      const k = componentIndices[i]!
      out[k] = action === 'scale' ? out[k]! * value : 1 - (1 - out[k]!) * value
    }
  }
  return isTouched
}
