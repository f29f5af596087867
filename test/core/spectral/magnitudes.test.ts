import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipSource, type SampleSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import { computeStft } from '@core/spectral/stft'
import { stftLayout } from '@core/spectral/stft-layout'
import { magnitudesOf } from '../../support/magnitudes'

function clipOf(channels: Float32Array[]): SampleSource {
  return clipSource({ sampleRate: 44_100, lengthSamples: channels[0].length, channels })
}

function sine(length: number, cyclesPerSample: number, amplitude = 1): Float32Array {
  return Float32Array.from({ length }, (_, t) => amplitude * Math.sin(2 * Math.PI * cyclesPerSample * t))
}

describe('V', () => {
  it('is the mean of the magnitudes of the channels, for any number of channels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3000 }), (channelCount, length) => {
        const random = createRandom(length)
        const channels = Array.from({ length: channelCount }, () =>
          Float32Array.from({ length }, () => 2 * random() - 1)
        )
        const layout = stftLayout(length, 64, 16)
        const V = magnitudesOf(clipOf(channels), layout)
        const spectra = channels.map((samples) => computeStft(samples, layout))
        for (let i = 0; i < V.length; i++) {
          const mean = spectra.reduce((sum, X) => sum + Math.hypot(X[2 * i], X[2 * i + 1]), 0) / channelCount
          expect(Math.abs(V[i] - mean / 16)).toBeLessThan(1e-5)
        }
      }),
      { numRuns: 30 }
    )
  })

  it('gives a full-scale sine 1 at its peak bin', () => {
    const layout = stftLayout(8192, 1024, 256)
    const V = magnitudesOf(clipOf([sine(8192, 100 / 1024)]), layout)
    expect(V[12 * layout.binCount + 100]).toBeCloseTo(1, 5)
  })

  it('does not lose what is in antiphase, and keeps a quiet channel beside a loud one', () => {
    const loud = sine(4096, 1 / 16)
    const layout = stftLayout(4096, 1024, 256)
    const both = magnitudesOf(clipOf([loud, loud.map((value) => -value)]), layout)
    expect(both[8 * layout.binCount + 64]).toBeCloseTo(1, 5)
    const quiet = magnitudesOf(clipOf([loud, sine(4096, 1 / 4, 1e-5)]), layout)
    expect(quiet[8 * layout.binCount + 256]).toBeCloseTo(0.5e-5, 8)
  })
})

describe('an analysis', () => {
  const layout = stftLayout(3000, 64, 16)

  it('gives any run of columns as it is in the whole', () => {
    const clip = clipOf([sine(3000, 0.01), sine(3000, 0.2), sine(3000, 0.03)])
    const V = magnitudesOf(clip, layout)
    const analysis = new MagnitudeAnalysis(clip, layout)
    for (const [first, count] of [
      [0, 1],
      [1, 2],
      [100, 33],
      [layout.columnCount - 3, 3]
    ]) {
      const run = new Float32Array((count + 1) * layout.binCount).fill(7)
      analysis.compute(first, count, run, layout.binCount)
      const expected = V.subarray(first * layout.binCount, (first + count) * layout.binCount)
      run.subarray(layout.binCount).forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-6))
      expect(run.subarray(0, layout.binCount).every((value) => value === 7)).toBe(true)
    }
  })

  it.each([1, 2, 3])('gives each of %d channels its own magnitudes, of which the mean is V', (channelCount) => {
    const random = createRandom(channelCount)
    const channels = Array.from({ length: channelCount }, () => Float32Array.from({ length: 3000 }, () => random()))
    const { binCount } = layout
    const own = new Float32Array(5 * channelCount * binCount)
    new MagnitudeAnalysis(clipOf(channels), layout).computeChannels(20, 5, own, 0)
    channels.forEach((samples, channel) => {
      const alone = magnitudesOf(clipOf([samples]), layout).subarray(20 * binCount, 25 * binCount)
      alone.forEach((value, i) => {
        const column = Math.floor(i / binCount)
        expect(own[(column * channelCount + channel) * binCount + (i % binCount)]).toBeCloseTo(value, 5)
      })
    })
  })
})
