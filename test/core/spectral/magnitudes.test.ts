import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { createRandom } from '@core/math/random'
import { computeMagnitudes } from '@core/spectral/magnitudes'
import { computeStft } from '@core/spectral/stft'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'

function clipOf(channels: Float32Array[]): AudioClip {
  return { sampleRate: 44_100, lengthSamples: channels[0].length, channels }
}

function magnitudesOf(clip: AudioClip, layout: StftLayout): Float32Array {
  const V = new Float32Array(layout.binCount * layout.columnCount)
  Array.from(computeMagnitudes(clip, layout, V))
  return V
}

function sine(length: number, cyclesPerSample: number, amplitude = 1): Float32Array {
  return Float32Array.from({ length }, (_, t) => amplitude * Math.sin(2 * Math.PI * cyclesPerSample * t))
}

describe('computeMagnitudes', () => {
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

  it('yields the columns done after each block of at most 32', () => {
    const layout = stftLayout(64 * 100, 256, 64)
    const steps = Array.from(
      computeMagnitudes(
        clipOf([new Float32Array(6400)]),
        layout,
        new Float32Array(layout.binCount * layout.columnCount)
      )
    )
    expect(steps).toEqual([32, 64, 96, layout.columnCount])
  })

  it('refuses a V of another shape', () => {
    const layout = stftLayout(100, 64, 16)
    expect(() => computeMagnitudes(clipOf([new Float32Array(100)]), layout, new Float32Array(3)).next()).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' })
    )
  })
})
