/**
 * Where component k stands between two channels: −1 left … 0 middle … 1 right.
 *
 * @param channelGains of a separation of two channels, `[channel * rank + k]`
 */
export function componentPan(channelGains: Float32Array, rank: number, k: number): number {
  const [left, right] = [channelGains[k]!, channelGains[rank + k]!]
  return left + right > 0 ? (right - left) / (left + right) : 0
}
