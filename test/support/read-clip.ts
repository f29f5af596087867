import type { AudioClip } from '@core/audio/audio-clip'
import type { RecordedSamples } from '@core/audio/sample-source'

/** All samples of a recording in memory. */
export function readClip(source: RecordedSamples): AudioClip {
  const { sampleRate, channelCount, lengthSamples } = source
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(lengthSamples)
    source.read(channel, 0, samples)
    return samples
  })
  return { sampleRate, lengthSamples, channels }
}
