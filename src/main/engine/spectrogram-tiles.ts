import { cancelled, type Outcome } from '@core/contract/rpc'
import type { WindowSamples } from '@core/separation/parameters'
import { SpectrogramPyramid } from '@core/spectral/spectrogram-pyramid'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import { runInSlices } from './time-slices'

export interface TileData {
  readonly columnCount: number
  readonly binCount: number
  readonly decibels: Uint8Array<ArrayBuffer>
}

/**
 * One tile of a clip's spectrogram. A coarse tile joins many of the STFT: they are computed in slices, so other requests are
 * answered meanwhile.
 *
 * @throws AppError 'invalid-argument' when there is no such tile
 */
export async function readSpectrogramTile(
  clip: OpenClip,
  request: { windowSamples: WindowSamples; level: number; tileIndex: number },
  isCancelled: () => boolean
): Promise<Outcome<TileData>> {
  const { windowSamples, level, tileIndex } = request
  const outcome = await runInSlices(pyramidOf(clip, windowSamples).tileSteps(level, tileIndex), { isCancelled })
  if (outcome.kind !== 'done') return cancelled
  const { columnCount, binCount, decibels } = outcome.value
  // A copy: posting a view would send all of the memory behind it.
  return { kind: 'done', value: { columnCount, binCount, decibels: decibels.slice() } }
}

function pyramidOf(clip: OpenClip, windowSamples: WindowSamples): SpectrogramPyramid {
  const key = String(windowSamples)
  const kept = clip.pyramids.get(key)
  if (kept !== undefined) return kept
  const layout = stftLayout(clip.audio.lengthSamples, windowSamples, windowSamples / 4)
  const pyramid = new SpectrogramPyramid(clip.audio, layout)
  // All levels together hold twice what level 0 does.
  const bytes = Math.min(pyramid.cacheBytes, 2 * layout.binCount * layout.columnCount)
  clip.pyramids.set(key, pyramid, bytes)
  return pyramid
}
