import { describe, expect, it } from 'vitest'
import { computeMask } from '../../../src/core/separation/masks'
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
  return { rank, binCount, columnCount, W, H }
}

const factors = createFactors(layout.binCount, layout.columnCount)

describe('component shares', () => {
  it('are the masks that the player applies', () => {
    const shares = componentSharesAt(factors, 40, 300)
    for (let k = 0; k < rank; k++) {
      const mask = new Float32Array(layout.binCount)
      computeMask(
        factors,
        300,
        Float32Array.from({ length: rank }, (_, i) => (i === k ? 1 : 0)),
        mask
      )
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
