import { describe, expect, test } from 'vitest'
import { MeterLevel, meterShare } from '../../../src/renderer/drawing/meter-level'
import { createPeakPyramid, peakBetween } from '../../../src/renderer/drawing/peak-pyramid'

describe('a meter', () => {
  test('rises at once and falls by 24 dB in a second, however many frames that takes', () => {
    for (const frames of [1, 10, 60]) {
      const meter = new MeterLevel()
      meter.advance(0.5, 0.016)
      expect(meter.levelDecibels).toBeCloseTo(-6.02, 2)
      for (let frame = 0; frame < frames; frame++) meter.advance(0, 1 / frames)
      expect(meter.levelDecibels).toBeCloseTo(-30.02, 2)
    }
  })

  test('marks the highest for one and a half seconds, then comes down to the level', () => {
    const meter = new MeterLevel()
    meter.advance(1, 0.1)
    meter.advance(0.1, 1.4)
    expect(meter.heldDecibels).toBe(0)
    meter.advance(0.1, 0.2)
    expect(meter.heldDecibels).toBeCloseTo(-20, 5)
  })

  test('is filled from −60 dB to full scale, linear in decibels', () => {
    expect([-Infinity, -70, -60, -12, -6, 0, 3].map((level) => Number(meterShare(level).toFixed(3)))).toEqual([
      0, 0, 0, 0.8, 0.9, 1, 1
    ])
  })
})

test('the peak of a stretch is the largest of either sign of the blocks it touches', () => {
  const pyramid = createPeakPyramid([Float32Array.of(-0.1, 0.2, -0.9, 0.3, -0.2, 0.5)], 256, 700)
  expect(peakBetween(pyramid, 0, 0, 100)).toBeCloseTo(0.2)
  expect(peakBetween(pyramid, 0, 200, 300)).toBeCloseTo(0.9)
  expect(peakBetween(pyramid, 0, 600, 90_000)).toBeCloseTo(0.5)
  expect(peakBetween(pyramid, 0, 90_000, 90_001)).toBe(0)
})
