import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource, type RecordedSamples } from '@core/audio/sample-source'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'
import { openRecording } from '../../src/main/evaluation/stem-folder'

/** A recording with its true stems. */
export interface Item {
  readonly name: string
  readonly sampleRate: number
  readonly mixture: RecordedSamples
  readonly sources: readonly { readonly name: string; readonly samples: RecordedSamples }[]
  readonly layout: StftLayout
}

export const windowSamples = 4096
export const hopSamples = 1024

const itemSchema = z.object({ stems: z.array(z.string()).min(1) })

/** Opens mix.flac and the stems that item.json names. */
export async function openItem(folder: string): Promise<Item> {
  const { stems } = itemSchema.parse(JSON.parse(await readFile(join(folder, 'item.json'), 'utf8')))
  const mixture = await readWhole(join(folder, 'mix.flac'))
  const sources = []
  for (const name of stems) sources.push({ name, samples: await readWhole(join(folder, `${name}.flac`)) })
  return {
    name: basename(folder),
    sampleRate: mixture.sampleRate,
    mixture,
    sources,
    layout: stftLayout(mixture.lengthSamples, windowSamples, hopSamples)
  }
}

async function readWhole(path: string): Promise<RecordedSamples> {
  const { samples } = await openRecording(path)
  const { sampleRate, channelCount, lengthSamples } = samples
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const whole = new Float32Array(lengthSamples)
    samples.read(channel, 0, whole)
    return whole
  })
  samples.close()
  const clip: AudioClip = { sampleRate, lengthSamples, channels }
  return clipSource(clip)
}

/** A stretch of a recording as a recording. */
export function excerpt(source: RecordedSamples, startSample: number, endSample: number): RecordedSamples {
  const { sampleRate, channelCount } = source
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(endSample - startSample)
    source.read(channel, startSample, samples)
    return samples
  })
  return clipSource({ sampleRate, lengthSamples: endSample - startSample, channels })
}

export function finish<R>(work: Generator<unknown, R>): R {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}
