import { writeAtomically } from '../files/atomic-write'
import type { EngineMethods } from '@core/contract/engine'
import type { Client } from '@core/contract/rpc'
import { tileColumns } from '@core/spectral/spectrogram-tile'
import type { JobResult } from './job'
import { drawPicture } from './picture/spectrogram-picture'

/** Writes a picture of the separation: the spectrogram coloured by source, w_k and h_k. */
export async function writePicture(path: string, engine: Client<EngineMethods>, job: JobResult): Promise<void> {
  const { clip, separation, sources } = job
  const { clipId } = clip
  const { separationId, parameters, factors } = separation
  const { windowSamples } = parameters
  const decibels = await joinTiles(factors, async (tileIndex) => {
    const tile = await engine.call('readSpectrogramTile', { clipId, windowSamples, level: 0, tileIndex })
    return tile.decibels
  })
  const shares =
    factors.model.kind !== 'medians'
      ? null
      : await joinTiles(factors, async (tileIndex) => {
          const tile = await engine.call('readShareTile', { clipId, separationId, level: 0, tileIndex })
          return tile.shares
        })
  const svg = drawPicture({ clip, separation, sources, decibels, shares })
  await writeAtomically(path, async (handle) => {
    await handle.writeFile(svg)
  })
}

/** All columns of the STFT, bins contiguous. */
async function joinTiles(
  { binCount, columnCount }: { readonly binCount: number; readonly columnCount: number },
  read: (tileIndex: number) => Promise<Uint8Array>
): Promise<Uint8Array> {
  const joined = new Uint8Array(binCount * columnCount)
  for (let tileIndex = 0; tileIndex * tileColumns < columnCount; tileIndex++) {
    joined.set(await read(tileIndex), tileIndex * tileColumns * binCount)
  }
  return joined
}
