import { cancelled, type Outcome } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { medianShareTile } from '@core/separation/share-tile'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenClip } from './clip-store'
import type { Separation, ShareTileData } from './result-store'
import { runInSlices } from './time-slices'

/**
 * One tile of what component 0 has of a recording that was separated by medians, computed in slices and kept.
 *
 * @throws AppError 'invalid-argument' when there is no such tile, or the masks of the separation follow from W and H
 */
export async function readShareTile(
  clip: OpenClip,
  separation: Separation,
  { level, tileIndex }: { level: number; tileIndex: number },
  isCancelled: () => boolean
): Promise<Outcome<ShareTileData>> {
  const { kind } = separation.factors.model
  if (kind !== 'medians') throw new AppError('invalid-argument', `shares of a separation of the kind ${kind}`, { kind })
  const { windowSamples, hopSamples } = separation.parameters
  // all separations by medians with this window share them
  const key = [windowSamples, level, tileIndex].join(' ')
  const kept = clip.results.shareTiles.get(key)
  if (kept !== undefined) return { kind: 'done', value: kept }
  const { audio } = clip
  const layout = stftLayout(audio.lengthSamples, windowSamples, hopSamples)
  const work = medianShareTile({ source: audio, layout, sampleRate: audio.sampleRate, level, tileIndex })
  const outcome = await runInSlices(work, { isCancelled })
  if (outcome.kind !== 'done') return cancelled
  const tile = { ...outcome.value, shares: outcome.value.shares.slice() }
  clip.results.shareTiles.set(key, tile, tile.shares.byteLength)
  return { kind: 'done', value: tile }
}
