import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { productModel, type Factors } from '@core/separation/factors'
import { createColumnMasks } from '@core/separation/create-column-masks'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { stftLayout } from '@core/spectral/stft-layout'
import { convolutionFactors, medianFactors, noiseClip, randomFactors, stereoFactors } from './example-factors'

const sampleRate = 44_100

/** The mask of every channel of a stereo recording of noise, in one column. */
function masksOf(factors: Factors, lengthSamples: number, windowSamples: number) {
  const layout = stftLayout(lengthSamples, windowSamples, windowSamples / 4)
  const source = clipSource(noiseClip(2, lengthSamples, 3))
  const masks = createColumnMasks({ source, factors, layout, sampleRate })
  return (column: number, channel: number, gains: readonly number[]) => {
    const mask = new Float32Array(factors.binCount)
    masks.compute(column, channel, Float32Array.from(gains), mask)
    return mask
  }
}

const models = [
  ['product', randomFactors],
  ['stereo', stereoFactors],
  ['convolution', convolutionFactors]
] as const

describe('soft masks', () => {
  it.each(models)('of a partition add to one in every bin of every channel, also in silence: %s', (_, factorsOf) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (groupOf, seed) => {
          const factors = factorsOf(1500, 64, groupOf.length, seed)
          const maskAt = masksOf(factors, 1500, 64)
          for (let column = 0; column < factors.columnCount; column += 4) {
            for (let channel = 0; channel < 3; channel++) {
              const sums = new Float64Array(factors.binCount)
              for (let group = 0; group < 4; group++) {
                const mask = maskAt(
                  column,
                  channel,
                  groupOf.map((of) => (of === group ? 1 : 0))
                )
                for (let f = 0; f < sums.length; f++) sums[f] += mask[f]
              }
              for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(1e-6)
            }
          }
        }
      ),
      { numRuns: 25 }
    )
  })

  it('of medians are both shares of one, and the mean of the gains in silence', () => {
    const maskAt = masksOf(medianFactors(3000, 64), 3000, 64)
    for (const column of [0, 1, 2, 50, 10, 187]) {
      const [harmonic, percussive] = [maskAt(column, 0, [1, 0]), maskAt(column, 0, [0, 1])]
      harmonic.forEach((share, f) => {
        expect(Math.abs(share + percussive[f] - 1)).toBeLessThan(1e-6)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      })
    }
    const silence = clipSource({ sampleRate, lengthSamples: 3000, channels: [new Float32Array(3000)] })
    const layout = stftLayout(3000, 64, 16)
    const mask = new Float32Array(33)
    const masks = createColumnMasks({ source: silence, factors: medianFactors(3000, 64), layout, sampleRate })
    masks.compute(20, 0, Float32Array.of(1, 0.5), mask)
    expect([...mask]).toEqual(new Array(33).fill(0.75))
  })

  it('of a stereo model follow the gain of a component in the channel', () => {
    const factors: Factors = {
      rank: 2,
      binCount: 1,
      columnCount: 1,
      model: { kind: 'stereo', channelGains: Float32Array.of(2, 0.5, 0, 1.5) },
      W: Float32Array.of(1, 1),
      H: Float32Array.of(3, 4)
    }
    const masks = new FactorMasks(factors)
    const maskIn = (channel: number) => {
      const mask = new Float32Array(1)
      masks.compute(0, channel, Float32Array.of(1, 0), mask)
      return mask[0]
    }
    expect(maskIn(0)).toBeCloseTo((2 * 3) / (2 * 3 + 0.5 * 4), 6)
    expect(maskIn(1)).toBe(0)
    expect(maskIn(2)).toBeCloseTo(3 / 7, 6)
  })

  it('of a convolution sum the columns of each template over the activations before', () => {
    const factors = convolutionFactors(1500, 64, 4, 8)
    const { binCount, columnCount, W, H } = factors
    const gains = [1, 0, 0.5, 0]
    const maskAt = masksOf(factors, 1500, 64)
    for (const n of [0, 1, 2, 3, 40, columnCount - 1]) {
      const mask = maskAt(n, 0, gains)
      for (const f of [1, 7, 32]) {
        let [above, below] = [0, 0]
        for (let k = 0; k < 4; k++) {
          for (let lag = 0; lag < 3 && lag <= n; lag++) {
            const part = W[(3 * k + lag) * binCount + f] * H[k * columnCount + n - lag]
            above += gains[k] * part
            below += part
          }
        }
        expect(mask[f]).toBeCloseTo(below === 0 ? 0.375 : above / below, 5)
      }
    }
  })

  it('refuse factors whose arrays are not of their shape', () => {
    const factors = stereoFactors(1500, 64, 3, 1)
    const refused = (changed: Partial<Factors>) =>
      expect(() => new FactorMasks({ ...factors, ...changed })).toThrow(
        expect.objectContaining({ code: 'shape-mismatch' })
      )
    refused({ W: factors.W.subarray(1) })
    refused({ H: factors.H.subarray(1) })
    refused({ model: { kind: 'stereo', channelGains: new Float32Array(4) } })
    refused({ model: { kind: 'convolution', lagCount: 2 } })
  })

  it('weigh each bin by the shares of the components', () => {
    const factors = {
      rank: 3,
      binCount: 2,
      columnCount: 1,
      model: productModel,
      W: new Float32Array([1, 0, 3, 0, 4, 0]),
      H: new Float32Array([2, 1, 0.5])
    }
    const mask = new Float32Array(2)
    new FactorMasks(factors).compute(0, 0, new Float32Array([1, 2, 0]), mask)
    expect(mask[0]).toBeCloseTo((1 * 2 + 2 * 3) / (2 + 3 + 2), 6)
    expect(mask[1]).toBeCloseTo(1, 6)
  })

  it('cross every block boundary of a large window', () => {
    const factors = randomFactors(5000, 4096, 5, 1)
    const mask = new Float32Array(factors.binCount)
    new FactorMasks(factors).compute(2, 0, new Float32Array([1, 0, 1, 0, 0.5]), mask)
    for (const f of [1, 511, 512, 513, 1024, 2047, 2048]) {
      const parts = [0, 1, 2, 3, 4].map(
        (k) => factors.W[k * factors.binCount + f] * factors.H[k * factors.columnCount + 2]
      )
      const total = parts.reduce((sum, part) => sum + part, 0)
      const expected = total === 0 ? 0.5 : (parts[0] + parts[2] + 0.5 * parts[4]) / total
      expect(mask[f]).toBeCloseTo(expected, 6)
    }
  })
})
