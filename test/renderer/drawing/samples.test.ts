import { describe, expect, it } from 'vitest'
import { samplePoints } from '../../../src/renderer/drawing/sample-drawing'
import { blockSamples, samplesOf, type SampleSource } from '../../../src/renderer/drawing/sample-blocks'

const size = { width: 800, height: 42, ratio: 1 }

describe('single samples', () => {
  it('lie at their times and heights', () => {
    const samples = Float32Array.of(0, 1, -1, 0.5)
    const scene = { samples, from: 1000, sampleRate: 1000, fullAmplitude: 1 }
    const points = samplePoints(size, { ...scene, view: { startSeconds: 1, endSeconds: 1.004 } })
    expect(points.map((point) => point.map((value) => Number(value.toFixed(6))))).toEqual([
      [0, 21],
      [200, 1],
      [400, 41],
      [600, 11]
    ])
  })

  it('keep their extremes where several share a pixel', () => {
    const samples = new Float32Array(16_000)
    samples[8001] = 0.9
    samples[8003] = -0.8
    const scene = { samples, from: 0, sampleRate: 16_000, fullAmplitude: 1 }
    const points = samplePoints(size, { ...scene, view: { startSeconds: 0, endSeconds: 1 } })
    expect(points.length).toBeLessThan(1700)
    const heights = points.map(([, y]) => y)
    expect(Math.min(...heights)).toBeCloseTo(21 - 0.9 * 20, 5)
    expect(Math.max(...heights)).toBeCloseTo(21 + 0.8 * 20, 5)
  })
})

describe('blocks of samples', () => {
  const lengthSamples = 2 * blockSamples + 100
  const source: SampleSource = {
    readTile: (_level, index) => {
      const count = Math.min(blockSamples, lengthSamples - index * blockSamples)
      const channel = Float32Array.from({ length: count }, (_, i) => index * blockSamples + i)
      return Promise.resolve({ columnCount: count, binCount: 4, channels: [channel] })
    }
  }

  it('are joined over a stretch once they have come, up to the end of the recording', async () => {
    const stretch = { from: blockSamples - 10, to: lengthSamples + 50, lengthSamples }
    expect(samplesOf(source, size, stretch)).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const range = samplesOf(source, size, stretch)!
    expect(range.from).toBe(0)
    expect(range.channels[0]!.length).toBe(lengthSamples)
    expect(range.channels[0]![blockSamples + 3]).toBe(blockSamples + 3)
  })

  it('are not asked for where the stretch is too long', () => {
    expect(samplesOf(source, size, { from: 0, to: 1e6, lengthSamples: 1e7 })).toBeNull()
  })
})
