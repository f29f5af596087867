import { readWavLayout } from '@core/audio/wav-layout'
import { convertWavSamples } from '@core/audio/wav-samples'
import type { FileBytes } from '../file-bytes'
import { SampleWriter } from '../samples/sample-writer'
import type { Decoding, DecodingLimits } from './decoding'
import { measureWav } from './measure-wav'

const blockSamples = 32_768

/**
 * Decodes a WAV file. One that is too large for memory is only measured and stays where it is, unless it lies inside another
 * file: saving a project replaces the project file.
 *
 * @throws AppError, see readWavLayout
 */
export async function* decodeWav(file: FileBytes, limits: DecodingLimits): Decoding {
  const layout = readWavLayout(file)
  const { channelCount, lengthSamples } = layout
  const isLarge = lengthSamples * channelCount * Float32Array.BYTES_PER_ELEMENT > limits.memoryLimitBytes
  if (isLarge && file.isWhole) return yield* measureWav(file, layout)
  const writer = new SampleWriter(limits)
  let isComplete = false
  try {
    const frameBytes = layout.sampleBytes * channelCount
    const scratch = Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
    for (let start = 0; start < lengthSamples; start += blockSamples) {
      const end = Math.min(lengthSamples, start + blockSamples)
      const block = scratch.map((channel) => channel.subarray(0, end - start))
      const bytes = file.read(layout.dataOffset + start * frameBytes, layout.dataOffset + end * frameBytes)
      convertWavSamples(bytes, layout, block)
      writer.append(block)
      yield end / lengthSamples
    }
    const finished = writer.finish(layout.sampleRate)
    isComplete = true
    return { ...finished, format: layout.format, warnings: [...layout.warnings, ...finished.warnings] }
  } finally {
    if (!isComplete) writer.discard()
  }
}
