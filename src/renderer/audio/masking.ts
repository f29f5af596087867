import { MaskStream } from '@core/separation/mask-stream'
import type { PagedSamples } from './paged-samples'
import { SharedGains } from './shared-gains'
import { factorsIn } from './shared-separation'
import type { Hear, SharedSeparation } from './worklet-protocol'

/** A separation as the audio thread uses it. */
export interface Masking {
  readonly stream: MaskStream
  readonly shared: SharedGains
  /** as the faders stand */
  readonly gains: Float32Array
  readonly unity: Float32Array
}

export function createMasking(samples: PagedSamples, separation: SharedSeparation, sampleRate: number): Masking {
  const { rank, windowSamples, hopSamples } = separation
  const factors = factorsIn(separation)
  return {
    stream: new MaskStream({ source: samples, factors, windowSamples, hopSamples, sampleRate }),
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
