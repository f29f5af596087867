import fc from 'fast-check'
import { expect, it } from 'vitest'
import { computeIntegerPeaks, type IntegerBytes } from '@core/audio/integer-peaks'
import { computePeaks } from '@core/audio/peaks'
import { convertWavSamples } from '@core/audio/wav-samples'

it.each<IntegerBytes>([2, 3, 4])('peaks of integers of %i bytes are those of the converted samples', (sampleBytes) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 2000 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 40 }),
      (bytes, channelCount, samplesPerPeak) => {
        const lengthSamples = Math.floor(bytes.length / sampleBytes / channelCount)
        const channels = Array.from({ length: channelCount }, () => new Float32Array(lengthSamples))
        convertWavSamples(bytes, { encoding: 'signed', sampleBytes }, channels)
        expect(computeIntegerPeaks(bytes, sampleBytes, channelCount, samplesPerPeak)).toEqual(
          channels.map((samples) => computePeaks(samples, samplesPerPeak))
        )
      }
    )
  )
})
