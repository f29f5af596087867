import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { computeStft, invertStft } from '@core/spectral/stft'
import { columnStart, stftLayout } from '@core/spectral/stft-layout'
import { hannWindow, overlapWeights } from '@core/spectral/window'

function noise(length: number, seed: number): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => 2 * random() - 1)
}

describe('the STFT', () => {
  it('is inverted below 1e-6 for any length, also one shorter than a window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom(16, 64, 256, 512),
        fc.constantFrom(2, 4, 8),
        fc.integer({ min: 0, max: 1e6 }),
        (length, window, overlap, seed) => {
          const samples = noise(length, seed)
          const layout = stftLayout(length, window, window / overlap)
          const inverse = invertStft(computeStft(samples, layout), layout)
          expect(inverse.length).toBe(length)
          for (let i = 0; i < length; i++) expect(Math.abs(inverse[i] - samples[i])).toBeLessThan(1e-6)
        }
      ),
      { numRuns: 60 }
    )
  })

  it('is inverted below 1e-6 at the default window', () => {
    const samples = noise(20_001, 3)
    const layout = stftLayout(samples.length, 4096, 1024)
    const inverse = invertStft(computeStft(samples, layout), layout)
    for (let i = 0; i < samples.length; i++) expect(Math.abs(inverse[i] - samples[i])).toBeLessThan(1e-6)
  })

  it('agrees with the sum that defines it', () => {
    const samples = noise(40, 8)
    const layout = stftLayout(40, 16, 4)
    const X = computeStft(samples, layout)
    const window = hannWindow(16)
    for (let n = 0; n < layout.columnCount; n++) {
      for (let f = 0; f < layout.binCount; f++) {
        let re = 0
        let im = 0
        for (let t = 0; t < 16; t++) {
          const value = window[t] * (samples[columnStart(layout, n) + t] ?? 0)
          re += value * Math.cos((2 * Math.PI * f * t) / 16)
          im -= value * Math.sin((2 * Math.PI * f * t) / 16)
        }
        expect(X[2 * (n * layout.binCount + f)]).toBeCloseTo(re, 5)
        expect(X[2 * (n * layout.binCount + f) + 1]).toBeCloseTo(im, 5)
      }
    }
  })
})

describe('the layout', () => {
  it('puts every sample into exactly window/hop columns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.constantFrom(2, 4, 8), (length, overlap) => {
        const layout = stftLayout(length, 32, 32 / overlap)
        for (let sample = 0; sample < length; sample++) {
          let touching = 0
          for (let n = 0; n < layout.columnCount; n++) {
            const start = columnStart(layout, n)
            if (start <= sample && sample < start + 32) touching++
          }
          expect(touching).toBe(overlap)
        }
      })
    )
  })

  it.each([
    [100, 100, 25],
    [100, 64, 48],
    [100, 64, 64],
    [0, 64, 16],
    [1.5, 64, 16]
  ])('refuses length %d, window %d, hop %d', (length, window, hop) => {
    expect(() => stftLayout(length, window, hop)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

describe('the Hann window', () => {
  it('has squares that add to 1.5 at a hop of a quarter', () => {
    for (const weight of overlapWeights(hannWindow(4096), 1024)) expect(weight).toBeCloseTo(1.5, 6)
  })

  it('is refused where it would lose samples', () => {
    expect(() => overlapWeights(hannWindow(64), 64)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
