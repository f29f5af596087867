import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { computeMagnitudes } from '@core/spectral/magnitudes'
import { SpectrogramPyramid } from '@core/spectral/spectrogram-pyramid'
import {
  byteToDecibels,
  columnCountAt,
  computeSpectrogramTile,
  magnitudeToByte,
  tileColumns,
  tileCountAt
} from '@core/spectral/spectrogram-tile'
import { stftLayout } from '@core/spectral/stft-layout'

const layout = stftLayout(16 * 1100, 64, 16)
const random = createRandom(3)
const samples = Float32Array.from({ length: 16 * 1100 }, (_, t) => (random() - 0.5) * (t % 3000 < 500 ? 1 : 1e-3))
const clip = { sampleRate: 8000, lengthSamples: samples.length, channels: [samples] }

describe('a byte of a tile', () => {
  it.each([
    [1, 255],
    [3, 255],
    [10 ** (-6 / 20), 243],
    [10 ** (-127.5 / 20), 0],
    [1e-9, 0],
    [0, 0]
  ])('of magnitude %d is %d', (magnitude, byte) => expect(magnitudeToByte(magnitude)).toBe(byte))

  it('stands for half decibels', () => {
    expect(byteToDecibels(255)).toBe(0)
    expect(byteToDecibels(0)).toBe(-127.5)
    for (let byte = 0; byte < 256; byte++) expect(magnitudeToByte(10 ** (byteToDecibels(byte) / 20))).toBe(byte)
  })
})

describe('spectrogram tiles', () => {
  it('of every level are the maxima of the columns that they join', () => {
    const V = new Float32Array(layout.binCount * layout.columnCount)
    Array.from(computeMagnitudes(clip, layout, V))
    const pyramid = new SpectrogramPyramid(clip, layout)
    for (const level of [0, 1, 2, 3, 5, 11, 12]) {
      let column = 0
      for (let index = 0; index < tileCountAt(layout, level); index++) {
        const tile = pyramid.tile(level, index)
        expect(tile.decibels.length).toBe(tile.columnCount * tile.binCount)
        if (index + 1 < tileCountAt(layout, level)) expect(tile.columnCount).toBe(tileColumns)
        for (let c = 0; c < tile.columnCount; c += 7) {
          for (let f = 0; f < layout.binCount; f += 5) {
            let largest = 0
            const end = Math.min(layout.columnCount, (column + c + 1) * 2 ** level)
            for (let n = (column + c) * 2 ** level; n < end; n++)
              largest = Math.max(largest, V[n * layout.binCount + f])
            expect(Math.abs(tile.decibels[c * layout.binCount + f] - magnitudeToByte(largest))).toBeLessThanOrEqual(1)
          }
        }
        column += tile.columnCount
      }
      expect(column).toBe(columnCountAt(layout, level))
    }
  })

  it('are the same from the pyramid, also one that must forget, and by themselves', () => {
    const forgetful = new SpectrogramPyramid(clip, layout, 10_000)
    for (const [level, index] of [
      [0, 4],
      [1, 1],
      [2, 1],
      [1, 0],
      [3, 0]
    ]) {
      const alone = computeSpectrogramTile(clip, layout, level, index)
      expect(forgetful.tile(level, index)).toEqual(alone)
      expect(new SpectrogramPyramid(clip, layout).tile(level, index)).toEqual(alone)
    }
  })

  it('are computed in steps of one tile of the STFT, and only once', () => {
    const pyramid = new SpectrogramPyramid(clip, layout)
    expect(Array.from(pyramid.tileSteps(3, 0)).length).toBe(tileCountAt(layout, 0))
    expect(Array.from(pyramid.tileSteps(2, 0)).length).toBe(0)
  })

  it('that do not exist are refused', () => {
    const pyramid = new SpectrogramPyramid(clip, layout)
    expect(() => pyramid.tile(0, 99)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
    expect(() => pyramid.tile(1, -1)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
