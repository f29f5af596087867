import { describe, expect, it } from 'vitest'
import { computePeaks } from '../../../src/core/audio/peaks'
import { createPeakPyramid, largestAmplitude, levelFor } from '../../../src/renderer/drawing/peak-pyramid'
import { envelope } from '../../../src/renderer/drawing/waveform-drawing'

const length = 100_000
const samples = Float32Array.from({ length }, (_, i) => 0.9 * Math.sin(i * 0.37) * Math.sin((Math.PI * i) / length))
samples[70_123] = -0.999
const pyramid = createPeakPyramid([computePeaks(samples, 256)], 256, length)

describe('peak pyramid', () => {
  it('halves the resolution from level to level until few peaks are left', () => {
    pyramid.levels.slice(1).forEach((level, i) => {
      expect(level.samplesPerPeak).toBe(2 * pyramid.levels[i].samplesPerPeak)
    })
    expect(pyramid.levels[pyramid.levels.length - 1].channels[0].length / 2).toBeLessThanOrEqual(64)
  })

  it('chooses the coarsest level that has a peak for each pixel', () => {
    expect(levelFor(pyramid, 3).samplesPerPeak).toBe(256)
    expect(levelFor(pyramid, 600).samplesPerPeak).toBe(512)
    expect(levelFor(pyramid, 1e9)).toBe(pyramid.levels[pyramid.levels.length - 1])
  })

  it('knows the largest amplitude of the recording', () => {
    expect(largestAmplitude(pyramid)).toBeCloseTo(0.999, 3)
  })
})

describe('envelope', () => {
  it('loses no single sample at any zoom', () => {
    for (const samplesPerPixel of [256, 300, 1000, 5000]) {
      const level = levelFor(pyramid, samplesPerPixel)
      const pixel = Math.floor(70_123 / samplesPerPixel)
      const [low] = envelope(level, [0], pixel * samplesPerPixel, (pixel + 1) * samplesPerPixel)
      expect(low).toBeCloseTo(-0.999, 5)
    }
  })

  it('runs straight between peaks where pixels are finer than they are', () => {
    const level = { samplesPerPeak: 256, channels: [Float32Array.of(-0.2, 0.2, -0.6, 0.4)] }
    const [low, high] = envelope(level, [0], 255.5, 256.5)
    expect(low).toBeCloseTo(-0.4, 6)
    expect(high).toBeCloseTo(0.3, 6)
  })

  it('spans all channels that are drawn over each other', () => {
    const level = { samplesPerPeak: 256, channels: [Float32Array.of(-0.1, 0.7), Float32Array.of(-0.5, 0.2)] }
    const [low, high] = envelope(level, [0, 1], 0, 256)
    expect([low, high].map((value) => Number(value.toFixed(3)))).toEqual([-0.5, 0.7])
  })
})
