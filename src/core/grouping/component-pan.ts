import type { Factors } from '../separation/factors'

/** (q_right − q_left) / (q_left + q_right) of component k in a stereo model; 0 where it is in neither; null for other models. */
export function panOf({ model, rank }: Pick<Factors, 'model' | 'rank'>, k: number): number | null {
  if (model.kind !== 'stereo' || model.channelGains.length < 2 * rank) return null
  const left = model.channelGains[k]
  const right = model.channelGains[rank + k]
  return left + right > 0 ? (right - left) / (left + right) : 0
}
