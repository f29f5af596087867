import { writeAtomically } from '../files/atomic-write'
import type { EngineMethods } from '@core/contract/engine'
import type { Client } from '@core/contract/rpc'
import { tileColumns } from '@core/spectral/spectrogram-tile'
import type { JobResult } from './job'
import { drawPicture } from './picture/spectrogram-picture'

/** Writes a picture of the separation: the spectrogram coloured by source, w_k and h_k. */
export async function writePicture(path: string, engine: Client<EngineMethods>, job: JobResult): Promise<void> {
  const { clip, separation, sources } = job
  const { binCount, columnCount } = separation.factors
  const decibels = new Uint8Array(binCount * columnCount)
  for (let tileIndex = 0; tileIndex * tileColumns < columnCount; tileIndex++) {
    const tile = await engine.call('readSpectrogramTile', {
      clipId: clip.clipId,
      windowSamples: separation.parameters.windowSamples,
      level: 0,
      tileIndex
    })
    decibels.set(tile.decibels, tileIndex * tileColumns * binCount)
  }
  const svg = drawPicture({ clip, separation, sources, decibels })
  await writeAtomically(path, async (handle) => {
    await handle.writeFile(svg)
  })
}
