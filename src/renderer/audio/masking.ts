import { MaskStream } from '@core/separation/mask-stream'
import type { PagedSamples } from './paged-samples'
import { SharedGains } from './shared-gains'
import type { Hear, SharedSeparation } from './worklet-protocol'

/** A separation as the audio thread uses it. */
export interface Masking {
  readonly stream: MaskStream
  readonly windowSamples: number
  readonly shared: SharedGains
  /** as the faders stand */
  readonly gains: Float32Array
  readonly unity: Float32Array
}

export function createMasking(samples: PagedSamples, separation: SharedSeparation): Masking {
  const { rank, binCount, columnCount, windowSamples, hopSamples } = separation
  const factors = { rank, binCount, columnCount, W: new Float32Array(separation.W), H: new Float32Array(separation.H) }
  return {
    stream: new MaskStream({ source: samples, factors, windowSamples, hopSamples }),
    windowSamples,
    shared: new SharedGains(separation.gains),
    gains: new Float32Array(rank).fill(1),
    unity: new Float32Array(rank).fill(1)
  }
}

/** Makes the newest gains hold from the next column on; the original is heard with all of them 1. */
export function applyGains(masking: Masking, hear: Hear): void {
  masking.shared.readIfNew(masking.gains)
  masking.stream.setGains(hear === 'original' ? masking.unity : masking.gains)
}
