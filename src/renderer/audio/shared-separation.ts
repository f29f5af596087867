import type { FactorModel, Factors } from '@core/separation/factors'
import type { SharedGains } from './shared-gains'
import type { SharedModel, SharedSeparation } from './worklet-protocol'

/** What the player needs of a separation. */
export interface PlayableSeparation {
  readonly factors: Factors
  readonly windowSamples: number
  readonly hopSamples: number
}

/** Copies the factors into shared memory. */
export function shareSeparation(
  { factors, windowSamples, hopSamples }: PlayableSeparation,
  gains: SharedGains
): SharedSeparation {
  const { rank, binCount, columnCount, model } = factors
  return {
    rank,
    binCount,
    columnCount,
    model: model.kind === 'stereo' ? { kind: 'stereo', channelGains: share(model.channelGains) } : model,
    windowSamples,
    hopSamples,
    W: share(factors.W),
    H: share(factors.H),
    gains: gains.buffer
  }
}

/**
 * Writes other factors of the same shape over shared ones. Who plays through them hears the new ones from the next column on;
 * the masks of a column that falls between are still a partition.
 *
 * @returns false, and nothing is written, where the shape is another
 */
export function rewriteSeparation(shared: SharedSeparation, separation: PlayableSeparation): boolean {
  if (!isSameShape(shared, separation)) return false
  const target = factorsIn(shared)
  const { W, H, model } = separation.factors
  target.W.set(W)
  target.H.set(H)
  if (target.model.kind === 'stereo' && model.kind === 'stereo') target.model.channelGains.set(model.channelGains)
  return true
}

/** The factors as they lie in shared memory; they change when it is written to. */
export function factorsIn({ rank, binCount, columnCount, model, W, H }: SharedSeparation): Factors {
  return {
    rank,
    binCount,
    columnCount,
    model: model.kind === 'stereo' ? { kind: 'stereo', channelGains: new Float32Array(model.channelGains) } : model,
    W: new Float32Array(W),
    H: new Float32Array(H)
  }
}

function isSameShape(shared: SharedSeparation, { factors, windowSamples, hopSamples }: PlayableSeparation): boolean {
  return (
    shared.windowSamples === windowSamples &&
    shared.hopSamples === hopSamples &&
    shared.rank === factors.rank &&
    shared.binCount === factors.binCount &&
    shared.columnCount === factors.columnCount &&
    isSameModel(shared.model, factors.model)
  )
}

function isSameModel(shared: SharedModel, model: FactorModel): boolean {
  switch (shared.kind) {
    case 'stereo':
      return model.kind === 'stereo' && shared.channelGains.byteLength === model.channelGains.byteLength
    case 'convolution':
      return model.kind === 'convolution' && shared.lagCount === model.lagCount
    case 'product':
    case 'medians':
      return model.kind === shared.kind
  }
}

function share(values: Float32Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(values.byteLength)
  new Float32Array(buffer).set(values)
  return buffer
}
