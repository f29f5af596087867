import { describe, expect, it } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { MedianShares, medianLengths } from '@core/separation/median-shares'
import { stftLayout } from '@core/spectral/stft-layout'
import { magnitudesOf } from '../../support/magnitudes'
import { noiseClip } from './example-factors'

const sampleRate = 8000
const lengthSamples = 16_000
const layout = stftLayout(lengthSamples, 256, 64)
const source = clipSource(noiseClip(2, lengthSamples, 4))
const lengths = medianLengths(layout, sampleRate)

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]
}

describe('shares by medians', () => {
  const { binCount, columnCount } = layout
  const V = magnitudesOf(source, layout)

  /** By the definition, all of V at hand. */
  function expectedShare(f: number, n: number): number {
    const along: number[] = []
    const across: number[] = []
    for (let i = -(lengths.columns >> 1); i <= lengths.columns >> 1; i++) {
      if (n + i >= 0 && n + i < columnCount) along.push(V[(n + i) * binCount + f])
    }
    for (let i = -(lengths.bins >> 1); i <= lengths.bins >> 1; i++) {
      if (f + i >= 0 && f + i < binCount) across.push(V[n * binCount + f + i])
    }
    const [harmonic, percussive] = [median(along) ** 2, median(across) ** 2]
    return harmonic / (harmonic + percussive)
  }

  it('span about 0.4 s and 180 Hz, an odd number of columns and bins, at least three', () => {
    expect(lengths).toEqual({ columns: 51, bins: 5 })
    expect(medianLengths(stftLayout(1e6, 4096, 1024), 44_100)).toEqual({ columns: 17, bins: 17 })
    expect(medianLengths(stftLayout(1e6, 512, 128), 192_000).bins).toBe(3)
    expect(medianLengths(stftLayout(1e6, 16_384, 4096), 8000).columns).toBe(3)
  })

  it('are those of the definition at the beginning, straight on to the end, and after jumps either way', () => {
    const medians = new MedianShares(source, layout, sampleRate)
    const shares = new Float64Array(binCount)
    const straight = Array.from({ length: columnCount }, (_, n) => n)
    for (const n of [...straight, 100, 101, 101, 30, 31, columnCount - 1, 0]) {
      medians.compute(n, shares)
      expect(medians.magnitudes).toEqual(V.subarray(n * binCount, (n + 1) * binCount))
      for (const f of [0, 1, 2, 60, binCount - 2, binCount - 1]) expect(shares[f]).toBeCloseTo(expectedShare(f, n), 6)
    }
  })

  it('are those of the definition for a recording shorter than the median', () => {
    const short = stftLayout(300, 256, 64)
    const medians = new MedianShares(clipSource(noiseClip(1, 300, 2)), short, sampleRate)
    const shares = new Float64Array(binCount)
    for (let n = 0; n < short.columnCount; n++) {
      medians.compute(n, shares)
      expect(shares.every((share) => share > 0 && share < 1)).toBe(true)
    }
  })
})
