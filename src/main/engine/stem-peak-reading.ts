import type { EngineMethods } from '@core/contract/engine'
import type { Outcome, Params } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { shapePainted } from '@core/separation/shape-painted'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import { computeStemPeaks, type PaintedStem, type StemPeaks } from './stem-peaks'
import { checkSources } from './stem-shaping'
import { runInSlices } from './time-slices'

type StemRequest = Omit<Params<EngineMethods['readStemPeaks']>, 'clipId'>

/**
 * Peaks of a set of components, computed once for as long as they are kept. What is painted on top is computed anew: it differs with
 * every stroke, and reaches only a part.
 *
 * @throws AppError 'unknown-id', 'invalid-argument', 'shape-mismatch'
 */
export async function readStemPeaks(
  { audio, results }: OpenClip,
  { separationId, componentIndices, weights, painted }: StemRequest,
  isCancelled: () => boolean
): Promise<Outcome<StemPeaks>> {
  const { factors, parameters } = results.get(separationId)
  const wrong = componentIndices.find((index) => index >= factors.rank)
  if (wrong !== undefined) throw new AppError('invalid-argument', `there is no component ${wrong}`, { index: wrong })
  const parts = new Map(componentIndices.map((index, place) => [index, weights?.[place] ?? 1]))
  const compute = (painted?: PaintedStem) =>
    runInSlices(computeStemPeaks({ audio, factors, parameters, parts, painted }), { isCancelled })
  const key = [separationId, ...[...parts].sort(([a], [b]) => a - b)].join(' ')
  let plain = results.stemPeaks.get(key)
  if (plain === undefined) {
    const outcome = await compute()
    if (outcome.kind !== 'done') return outcome
    plain = outcome.value
    const bytes = plain.channels.reduce((sum, peaks) => sum + peaks.byteLength, 0)
    results.stemPeaks.set(key, plain, bytes)
  }
  if (painted === undefined) return { kind: 'done', value: plain }
  checkSources(painted, factors.rank)
  const layout = stftLayout(audio.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  return compute({ shaping: shapePainted(painted, layout, audio.sampleRate), plain })
}
