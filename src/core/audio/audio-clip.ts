import type { ErrorDetails } from '../errors'

/** Decoded audio: one array per channel, all of the same length, full scale ±1, every sample finite. */
export interface AudioClip {
  readonly sampleRate: number
  readonly lengthSamples: number
  readonly channels: readonly Float32Array[]
}

/** What was wrong with a file that could be read all the same. It is always told, never hidden. */
export const clipWarningKinds = ['truncated', 'damaged', 'non-finite', 'over-full-scale', 'trailing-data'] as const

export interface ClipWarning {
  readonly kind: (typeof clipWarningKinds)[number]
  /** e.g. { declaredSamples, decodedSamples }, { replacedSamples }, { peak } */
  readonly details: ErrorDetails
}
