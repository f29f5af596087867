import type { RecordedSamples } from '@core/audio/sample-source'
import type { PaintedShaping, StemShaping } from '@core/contract/export-schemas'
import type { CallContext, Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { createColumnMasks } from '@core/separation/create-column-masks'
import { shapePainted } from '@core/separation/shape-painted'
import { isShaped, WeightedMasks, type SourceShaping } from '@core/separation/weighted-masks'
import { measureCovariances } from '@core/separation/wiener-filter'
import { stftLayout } from '@core/spectral/stft-layout'
import type { Separation } from './result-store'
import { runInSlices } from './time-slices'

/**
 * What an export was told of whole sources, as its streams need it; for a Wiener filter that takes a pass over the recording.
 *
 * @throws AppError 'shape-mismatch' when the sources are not those of the separation's components
 */
export async function shapeSources(
  { audio, separation, shaping }: { audio: RecordedSamples; separation: Separation; shaping?: StemShaping | undefined },
  { interruption }: Pick<CallContext<never>, 'interruption'>
): Promise<Outcome<SourceShaping | null>> {
  if (shaping === undefined) return { kind: 'done', value: null }
  const { factors, parameters } = separation
  const { sampleRate } = audio
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  checkSources(shaping, factors.rank)
  const shaped: SourceShaping = { ...shapePainted(shaping, layout, sampleRate), exponent: shaping.maskExponent }
  if (!shaping.isWiener || audio.channelCount !== 2) return { kind: 'done', value: shaped }
  const plain = createColumnMasks({ source: audio, factors, layout, sampleRate })
  const masks = isShaped(shaped) ? new WeightedMasks(plain, shaped, layout.binCount) : plain
  const outcome = await runInSlices(measureCovariances({ source: audio, layout, masks, sources: shaped }), {
    isCancelled: () => interruption() === 'cancel'
  })
  return outcome.kind === 'done' ? { kind: 'done', value: { ...shaped, covariances: outcome.value } } : outcome
}

/** @throws AppError 'shape-mismatch' when the sources are not those of so many components */
export function checkSources(
  { sources, componentSources }: Pick<PaintedShaping, 'sources' | 'componentSources'>,
  rank: number
): void {
  if (componentSources.length === rank && componentSources.every((source) => source < sources.length)) return
  const message = `${componentSources.length} components in ${sources.length} sources for ${rank}`
  throw new AppError('shape-mismatch', message, { rank })
}
