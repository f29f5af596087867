import { readWavLayout } from '@core/audio/wav-layout'
import { convertWavSamples } from '@core/audio/wav-samples'
import { ClipCollector, type Decoding } from './clip-collector'

const blockSamples = 65_536

/** @throws AppError, see readWavLayout */
export async function* decodeWav(bytes: Uint8Array): Decoding {
  const layout = readWavLayout(bytes)
  const collector = new ClipCollector(layout.lengthSamples)
  const scratch = Array.from({ length: layout.channelCount }, () => new Float32Array(blockSamples))
  for (let start = 0; start < layout.lengthSamples; start += blockSamples) {
    const count = Math.min(blockSamples, layout.lengthSamples - start)
    const block = scratch.map((channel) => channel.subarray(0, count))
    convertWavSamples(bytes, layout, start, block)
    collector.append(block)
    yield (start + count) / layout.lengthSamples
  }
  const { channels, warnings } = collector.finish()
  return { sampleRate: layout.sampleRate, channels, format: layout.format, warnings: [...layout.warnings, ...warnings] }
}
