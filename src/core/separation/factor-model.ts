import type { FactorModel } from './factors'
import type { SeparationParameters } from './parameters'

/** A model whose gains are in memory of a certain kind: only some of it can be posted. */
type ModelOfGains<Gains extends Float32Array> =
  Exclude<FactorModel, { readonly kind: 'stereo' }> | { readonly kind: 'stereo'; readonly channelGains: Gains }

/**
 * The model that the factors of a separation belong to; a project file keeps only parameters and matrices.
 *
 * @param channelGains `[channel * rank + k]` of a joint separation of the channels; null for any other
 */
export function modelOf<Gains extends Float32Array>(
  { method, templateColumns }: Pick<SeparationParameters, 'method' | 'templateColumns'>,
  channelGains: Gains | null
): ModelOfGains<Gains> {
  switch (method) {
    case 'nmf':
      return channelGains === null ? { kind: 'product' } : { kind: 'stereo', channelGains }
    case 'nmfd':
      return { kind: 'convolution', lagCount: templateColumns }
    case 'hpss':
      return { kind: 'medians' }
    case 'bands':
      return { kind: 'product' }
  }
}

/** What a project file keeps of a model beside the parameters. */
export function channelGainsOf<Gains extends Float32Array>(model: ModelOfGains<Gains>): Gains | null {
  return model.kind === 'stereo' ? model.channelGains : null
}
