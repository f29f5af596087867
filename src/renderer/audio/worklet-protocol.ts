import type { FrequencyBand } from '@core/spectral/frequency-band'
import type { TimedEdits } from '@core/separation/timed-edits'
import type { FactorModel } from '@core/separation/factors'
import type { SourceShaping } from '@core/separation/weighted-masks'

/** The name under which the worklet registers itself. */
export const processorName = 'mask-playback'

export type Hear = 'original' | 'mask'

/** A FactorModel whose numbers lie in shared memory. */
export type SharedModel =
  Exclude<FactorModel, { kind: 'stereo' }> | { readonly kind: 'stereo'; readonly channelGains: SharedArrayBuffer }

/** W and H in shared memory, in the layout of Factors, and the gains beside them. */
export interface SharedSeparation {
  readonly rank: number
  readonly binCount: number
  readonly columnCount: number
  readonly model: SharedModel
  readonly windowSamples: number
  readonly hopSamples: number
  readonly W: SharedArrayBuffer
  readonly H: SharedArrayBuffer
  /** see SharedGains */
  readonly gains: SharedArrayBuffer
}

export interface SampleLoop {
  readonly startSample: number
  readonly endSample: number
}

export type TransportCommand =
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'seek'; readonly sample: number }
  | { readonly kind: 'loop'; readonly loop: SampleLoop | null }

/** Window → audio thread. */
export type ToWorklet =
  | { readonly type: 'page'; readonly index: number; readonly buffer: SharedArrayBuffer | null }
  | { readonly type: 'separation'; readonly separation: SharedSeparation | null }
  | { readonly type: 'edits'; readonly edits: TimedEdits }
  | { readonly type: 'hear'; readonly hear: Hear }
  | { readonly type: 'shaping'; readonly shaping: SourceShaping | null }
  | { readonly type: 'band'; readonly band: FrequencyBand | null }
  | { readonly type: 'match-levels'; readonly isOn: boolean }
  | { readonly type: 'transport'; readonly number: number; readonly command: TransportCommand }
  | { readonly type: 'close' }

/** Audio thread → window: sound has come to rest, by itself at the end or as asked. */
export interface FromWorklet {
  readonly type: 'stopped'
  readonly reason: 'ended' | 'paused'
  /** the last transport command it knew: one sent since may have started it again */
  readonly commandNumber: number
}

/** What the node is made with. The messages are taken before the first samples are asked for. */
export interface MaskWorkletOptions {
  readonly channelCount: number
  readonly lengthSamples: number
  /** see PlaybackStatus */
  readonly status: SharedArrayBuffer
  readonly messages: readonly ToWorklet[]
}
