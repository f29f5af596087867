import { productModel } from '@core/separation/factors'
import { MaskStream } from '@core/separation/mask-stream'
import type { SourceShaping } from '@core/separation/weighted-masks'
import type { FrequencyBand } from '@core/spectral/frequency-band'
import { stftLayout } from '@core/spectral/stft-layout'
import type { PlacedEdits } from '@core/separation/timed-edits'
import type { PagedSamples } from './paged-samples'
import { SharedGains } from './shared-gains'
import { factorsIn, shareSeparation } from './shared-separation'
import type { Hear, SharedSeparation } from './worklet-protocol'

const windowSeconds = 0.093

/** A separation as the audio thread uses it. */
export interface Masking {
  readonly stream: MaskStream
  /** the original in the same band, to compare levels with */
  readonly reference: MaskStream
  readonly shared: SharedGains
  readonly columnCount: number
  /** as the faders stand */
  readonly gains: Float32Array
  readonly unity: Float32Array
}

export function createMasking(samples: PagedSamples, separation: SharedSeparation, sampleRate: number): Masking {
  const { rank, columnCount, windowSamples, hopSamples } = separation
  const options = { source: samples, factors: factorsIn(separation), windowSamples, hopSamples, sampleRate }
  return {
    stream: new MaskStream(options),
    reference: new MaskStream(options),
    shared: new SharedGains(separation.gains),
    columnCount,
    gains: new Float32Array(rank).fill(1),
    unity: new Float32Array(rank).fill(1)
  }
}

/** What is played while there is no separation: one component that owns everything, with windows of about 93 ms. */
export function createPassThrough(samples: PagedSamples, sampleRate: number): Masking {
  const windowSamples = Math.max(64, 2 ** Math.round(Math.log2(windowSeconds * sampleRate)))
  const hopSamples = windowSamples / 4
  const { binCount, columnCount } = stftLayout(samples.lengthSamples, windowSamples, hopSamples)
  const W = new Float32Array(binCount).fill(1)
  const H = new Float32Array(columnCount).fill(1)
  const factors = { rank: 1, binCount, columnCount, model: productModel, W, H }
  const gains = SharedGains.create(Float32Array.of(1))
  return createMasking(samples, shareSeparation({ factors, windowSamples, hopSamples }, gains), sampleRate)
}

export function applyBand({ stream, reference }: Masking, band: FrequencyBand | null): void {
  stream.setBand(band)
  reference.setBand(band)
}

/** What was painted, and how hard the masks are; of another separation it changes nothing. */
export function applyShaping({ stream, gains, columnCount }: Masking, shaping: SourceShaping | null): void {
  const isOwn =
    shaping !== null &&
    shaping.componentSources.length === gains.length &&
    (shaping.hints === null || shaping.hints.columnOffsets.length === columnCount + 1)
  stream.setShaping(isOwn ? shaping : null)
}

/** Makes the newest gains hold from the next column on; the original is heard with all of them 1. */
export function applyGains(masking: Masking, hear: Hear, edits: PlacedEdits): void {
  masking.shared.readIfNew(masking.gains)
  masking.stream.setGains(hear === 'original' ? masking.unity : masking.gains)
  masking.stream.setTimedGains(hear === 'original' ? none : edits.components, edits.action)
}

const none: PlacedEdits['components'] = []
