import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coarserPeaks, computePeaks } from '@core/audio/peaks'

const samples = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 })

it('each peak is the exact minimum and maximum of its block', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 40 }), (values, samplesPerPeak) => {
      const peaks = computePeaks(Float32Array.from(values), samplesPerPeak)
      expect(peaks).toHaveLength(2 * Math.ceil(values.length / samplesPerPeak))
      for (let i = 0; i < peaks.length / 2; i++) {
        const block = Float32Array.from(values).slice(i * samplesPerPeak, (i + 1) * samplesPerPeak)
        expect(peaks[2 * i]! + 0).toBe(Math.min(...block) + 0)
        expect(peaks[2 * i + 1]! + 0).toBe(Math.max(...block) + 0)
      }
    })
  )
})

it('a coarser level equals the peaks of blocks twice as long', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const clip = Float32Array.from(values, (value) => value + 0)
      const joined = coarserPeaks(computePeaks(clip, 8)).map((peak) => peak + 0)
      expect(joined).toEqual(computePeaks(clip, 16).map((peak) => peak + 0))
    })
  )
})
