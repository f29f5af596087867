import { productModel, type Factors } from '@core/separation/factors'
import { describe, expect, it } from 'vitest'
import { FactorMasks } from '../../../src/core/separation/masks-of-factors'
import { stftLayout } from '../../../src/core/spectral/stft-layout'
import { activationsUnderTile, componentSharesAt } from '../../../src/renderer/drawing/component-shares'
import type { SpectrogramSource } from '../../../src/renderer/drawing/spectrogram-source'

const sampleRate = 8000
const layout = stftLayout(700 * 64, 256, 64)
const source: SpectrogramSource = { key: 'a', ...layout, sampleRate, readTile: () => Promise.reject(new Error()) }
const rank = 3

function createFactors(binCount: number, columnCount: number) {
  const W = Float32Array.from({ length: binCount * rank }, (_, i) => ((i * 7) % 11) + 0.5)
  const H = Float32Array.from({ length: columnCount * rank }, (_, i) => ((i * 5) % 13) + 0.25)
  return { rank, binCount, columnCount, model: productModel, W, H }
}

const factors = createFactors(layout.binCount, layout.columnCount)

describe('component shares', () => {
  it('are the masks that the player applies', () => {
    const shares = componentSharesAt(factors, 40, 300)
    for (let k = 0; k < rank; k++) {
      const mask = new Float32Array(layout.binCount)
      const gains = Float32Array.from({ length: rank }, (_, i) => (i === k ? 1 : 0))
      new FactorMasks(factors).compute(300, 0, gains, mask)
      expect(shares[k]).toBeCloseTo(mask[40], 5)
    }
  })

  it('add up to one between bins too', () => {
    const total = componentSharesAt(factors, 40.3, 300).reduce((sum, share) => sum + share, 0)
    expect(total).toBeCloseTo(1, 6)
  })

  it('are zero where nothing sounds', () => {
    const silent = { ...factors, H: new Float32Array(factors.H.length) }
    expect([...componentSharesAt(silent, 40, 300)]).toEqual([0, 0, 0])
  })
})

describe('component shares of other models', () => {
  const owned = (of: Factors) =>
    Array.from({ length: rank }, (_, k) => {
      const mask = new Float32Array(layout.binCount)
      const gains = Float32Array.from({ length: rank }, (_, i) => (i === k ? 1 : 0))
      // a channel that the model does not know: the mean of the others
      new FactorMasks(of).compute(300, 2, gains, mask)
      return mask[40]
    })

  it('are those of the mean of the channels of a stereo model', () => {
    const channelGains = Float32Array.of(2, 0.5, 1, 0, 1.5, 1)
    const stereo: Factors = { ...factors, model: { kind: 'stereo', channelGains } }
    componentSharesAt(stereo, 40, 300).forEach((share, k) => expect(share).toBeCloseTo(owned(stereo)[k], 5))
  })

  it('reach over all columns of longer templates', () => {
    const long = convolution()
    componentSharesAt(long, 40, 300).forEach((share, k) => expect(share).toBeCloseTo(owned(long)[k], 5))
    expect(componentSharesAt(long, 40, 0).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
  })
})

function convolution(): Factors {
  const W = Float32Array.from({ length: 2 * factors.W.length }, (_, i) => ((i * 7) % 11) + 0.5)
  return { ...factors, model: { kind: 'convolution', lagCount: 2 }, W }
}

describe('activations under a tile', () => {
  const separation = { factors, windowSamples: 256, hopSamples: 64 }
  const h = (k: number, n: number) => factors.H[k * layout.columnCount + n]

  it('are the columns themselves at level 0, and one of the next tile', () => {
    const under = activationsUnderTile(separation, source, { level: 0, tileIndex: 1 })
    expect(under.length).toBe(rank * 257)
    for (const column of [0, 1, 100, 255, 256]) expect(under[257 + column]).toBe(h(1, 256 + column))
  })

  it('are the mean of the joined columns above', () => {
    const under = activationsUnderTile(separation, source, { level: 1, tileIndex: 1 })
    expect(under[2 * 257 + 10]).toBeCloseTo((h(2, 532) + h(2, 533)) / 2, 5)
  })

  it('stand once for each column of a longer template, shifted', () => {
    const under = (tileIndex: number) =>
      activationsUnderTile({ ...separation, factors: convolution() }, source, { level: 0, tileIndex })
    const [first, second] = [under(0), under(1)]
    expect(second.length).toBe(2 * rank * 257)
    expect(second[2 * 257 + 100]).toBe(h(1, 356))
    expect(second[3 * 257 + 100]).toBe(h(1, 355))
    expect(second[3 * 257]).toBe(h(1, 255))
    expect([first[0], first[257], first[257 + 1]]).toEqual([h(0, 0), 0, h(0, 0)])
  })

  it('follow time when the separation had another window', () => {
    const other = stftLayout(700 * 64, 512, 128)
    const ramp = createFactors(other.binCount, other.columnCount)
    for (let n = 0; n < other.columnCount; n++) ramp.H[n] = n
    const under = activationsUnderTile({ factors: ramp, windowSamples: 512, hopSamples: 128 }, source, {
      level: 0,
      tileIndex: 0
    })
    const centre = (200 + 1) * 64 - 128
    expect(Math.abs(under[200] - ((centre + 256) / 128 - 1))).toBeLessThanOrEqual(0.5)
  })
})
