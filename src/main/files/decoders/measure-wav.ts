import { closeSync, openSync } from 'node:fs'
import { computeIntegerPeaks, type IntegerBytes } from '@core/audio/integer-peaks'
import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import { SignalCheck } from '@core/audio/signal-check'
import type { WavLayout } from '@core/audio/wav-layout'
import { convertWavSamples } from '@core/audio/wav-samples'
import type { FileBytes } from '../file-bytes'
import { SampleStore } from '../samples/sample-store'
import type { Decoding } from './decoding'

/** A multiple of `basePeakSamples`. */
const blockSamples = 32_768

/**
 * Measures the samples of a WAV file that stay where they are: their store reads the file itself, which it keeps open.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}
 */
export async function* measureWav(file: FileBytes, layout: WavLayout): Decoding {
  const { sampleRate, channelCount, lengthSamples, dataOffset, encoding, sampleBytes } = layout
  const descriptor = openSync(file.state.path, 'r')
  let isComplete = false
  try {
    const check = new SignalCheck()
    const measure = measurerOf(layout, check)
    const peaks = Array.from(
      { length: channelCount },
      () => new Float32Array(2 * Math.ceil(lengthSamples / basePeakSamples))
    )
    const frameBytes = sampleBytes * channelCount
    for (let start = 0; start < lengthSamples; start += blockSamples) {
      const end = Math.min(lengthSamples, start + blockSamples)
      const bytes = file.read(dataOffset + start * frameBytes, dataOffset + end * frameBytes)
      measure(bytes, end - start).forEach((run, channel) => peaks[channel]!.set(run, (2 * start) / basePeakSamples))
      yield end / lengthSamples
    }
    const place = {
      kind: 'file',
      descriptor,
      dataOffset,
      encoding: { encoding, sampleBytes },
      file: file.state
    } as const
    const store = new SampleStore({ sampleRate, channelCount, lengthSamples, place }, () => closeSync(descriptor))
    isComplete = true
    return { store, peaks, format: layout.format, warnings: [...layout.warnings, ...check.warnings] }
  } finally {
    if (!isComplete) closeSync(descriptor)
  }
}

type Measurer = (bytes: Uint8Array, count: number) => Float32Array[]

/** Integers are always finite and within full scale: they need no check. */
function measurerOf({ encoding, sampleBytes, channelCount }: WavLayout, check: SignalCheck): Measurer {
  if (encoding === 'signed') {
    return (bytes) => computeIntegerPeaks(bytes, sampleBytes as IntegerBytes, channelCount, basePeakSamples)
  }
  const scratch = Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
  return (bytes, count) => {
    const block = scratch.map((channel) => channel.subarray(0, count))
    convertWavSamples(bytes, { encoding, sampleBytes }, block)
    return block.map((samples) => {
      check.clean(samples)
      return computePeaks(samples, basePeakSamples)
    })
  }
}
