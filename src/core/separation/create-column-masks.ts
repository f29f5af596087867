import type { SampleSource } from '../audio/sample-source'
import type { StftLayout } from '../spectral/stft-layout'
import type { Factors } from './factors'
import type { ColumnMasks } from './masks'
import { FactorMasks } from './masks-of-factors'
import { MedianMasks } from './masks-of-medians'

/**
 * The masks of the factors' model.
 *
 * @throws AppError 'shape-mismatch' when the arrays are not of the factors' shape and model
 */
export function createColumnMasks(options: {
  readonly source: SampleSource
  readonly factors: Factors
  readonly layout: StftLayout
  readonly sampleRate: number
}): ColumnMasks {
  return options.factors.model.kind === 'medians' ? new MedianMasks(options) : new FactorMasks(options.factors)
}
