import { describe, expect, it } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import { magnitudesToBytes, magnitudeToByte } from '@core/spectral/decibel-bytes'
import { SpectrogramPyramid } from '@core/spectral/spectrogram-pyramid'
import { byteToDecibels, columnCountAt, tileColumns, tileCountAt } from '@core/spectral/spectrogram-tile'
import { stftLayout } from '@core/spectral/stft-layout'
import { magnitudesOf } from '../../support/magnitudes'

const layout = stftLayout(16 * 1100, 64, 16)
const random = createRandom(3)
const samples = Float32Array.from({ length: 16 * 1100 }, (_, t) => (random() - 0.5) * (t % 3000 < 500 ? 1 : 1e-3))
const clip = clipSource({ sampleRate: 8000, lengthSamples: samples.length, channels: [samples] })

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

describe('many magnitudes at once', () => {
  it('become the same bytes as one by one, from silence to over full scale', () => {
    const magnitudes = Float32Array.from({ length: 200_001 }, (_, i) => (i === 0 ? 0 : 10 ** (i / 20_000 - 8.5)))
    const bytes = magnitudesToBytes(magnitudes.subarray(1))
    bytes.forEach((byte, i) => {
      if (byte !== magnitudeToByte(magnitudes[i + 1])) expect(i).toBe(byte)
    })
    expect([...magnitudesToBytes(Float32Array.of(0, 1e-45, 1, 7, Infinity))]).toEqual([0, 0, 255, 255, 255])
  })

  it('change where half a decibel rounds up', () => {
    for (let byte = 1; byte < 255; byte++) {
      const edge = 10 ** ((byte + 0.5 - 255) / 40)
      expect([...magnitudesToBytes(Float32Array.of(edge * (1 - 1e-6), edge * (1 + 1e-6)))]).toEqual([byte, byte + 1])
    }
  })
})

describe('spectrogram tiles', () => {
  it('of every level are the maxima of the columns that they join', () => {
    const V = magnitudesOf(clip, layout)
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

  it('are the same from a pyramid that must forget', () => {
    const forgetful = new SpectrogramPyramid(clip, layout, { cacheBytes: 10_000 })
    for (const [level, index] of [
      [0, 4],
      [1, 1],
      [2, 1],
      [1, 0],
      [3, 0]
    ]) {
      expect(forgetful.tile(level, index)).toEqual(new SpectrogramPyramid(clip, layout).tile(level, index))
    }
  })

  it('are computed in steps of one tile of the STFT, and only once', () => {
    const pyramid = new SpectrogramPyramid(clip, layout)
    expect(Array.from(pyramid.tileSteps(3, 0)).length).toBe(tileCountAt(layout, 0))
    expect(Array.from(pyramid.tileSteps(2, 0)).length).toBe(0)
  })

  it('of coarse levels are sampled where the recording is very long, at a cost that does not grow with the level', () => {
    const V = magnitudesOf(clip, layout)
    const joined = new SpectrogramPyramid(clip, layout)
    for (const level of [4, 5, 8]) {
      const sampled = new SpectrogramPyramid(clip, layout, { joinedColumns: 100 })
      const steps = sampled.tileSteps(level, 0)
      expect(Array.from(steps).length).toBeLessThanOrEqual(tileColumns / 4)
      const tile = sampled.tile(level, 0)
      expect(tile.columnCount).toBe(columnCountAt(layout, level))
      const exact = joined.tile(level, 0)
      expect(tile.decibels.every((byte, i) => byte <= exact.decibels[i])).toBe(true)
      for (let c = 0; c < tile.columnCount; c++) {
        for (let f = 0; f < layout.binCount; f += 5) {
          let largest = 0
          for (let i = 0; i < 8; i++) {
            const n = (c + i / 8) * 2 ** level
            if (n < layout.columnCount) largest = Math.max(largest, V[n * layout.binCount + f])
          }
          expect(Math.abs(tile.decibels[c * layout.binCount + f] - magnitudeToByte(largest))).toBeLessThanOrEqual(1)
        }
      }
    }
    const sampled = new SpectrogramPyramid(clip, layout, { joinedColumns: 100 })
    expect(sampled.tile(3, 0)).toEqual(joined.tile(3, 0))
  })

  it('that do not exist are refused', () => {
    const pyramid = new SpectrogramPyramid(clip, layout)
    expect(() => pyramid.tile(0, 99)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
    expect(() => pyramid.tile(1, -1)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
