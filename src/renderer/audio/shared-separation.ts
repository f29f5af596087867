import type { Factors } from '@core/separation/factors'
import type { SharedGains } from './shared-gains'
import type { SharedSeparation } from './worklet-protocol'

/** What the player needs of a separation. */
export interface PlayableSeparation {
  readonly factors: Factors
  readonly windowSamples: number
  readonly hopSamples: number
}

/** Copies W and H into shared memory. */
export function shareSeparation(
  { factors, windowSamples, hopSamples }: PlayableSeparation,
  gains: SharedGains
): SharedSeparation {
  const { rank, binCount, columnCount } = factors
  return {
    rank,
    binCount,
    columnCount,
    windowSamples,
    hopSamples,
    W: share(factors.W),
    H: share(factors.H),
    gains: gains.buffer
  }
}

function share(values: Float32Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(values.byteLength)
  new Float32Array(buffer).set(values)
  return buffer
}
