import { gainDecibelsRange } from '@core/project/project'

const { min, max } = gainDecibelsRange
const unityShare = 0.75
const snapDecibels = 0.4

/**
 * Where a gain stands on a fader, 0 to 1: 0 dB at three quarters, the range above it linear, the one below finer near 0 dB,
 * where the ear is.
 */
export function decibelsToShare(decibels: number): number {
  if (decibels >= 0) return unityShare + (1 - unityShare) * Math.min(1, decibels / max)
  return unityShare * (1 - Math.sqrt(Math.min(1, decibels / min)))
}

export function shareToDecibels(share: number): number {
  const bounded = Math.min(1, Math.max(0, share))
  if (bounded >= unityShare) return ((bounded - unityShare) / (1 - unityShare)) * max
  return min * (1 - bounded / unityShare) ** 2
}

export function snapToUnity(decibels: number): number {
  return Math.abs(decibels) < snapDecibels ? 0 : decibels
}
