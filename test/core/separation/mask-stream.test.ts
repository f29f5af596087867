import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import type { Factors } from '@core/separation/factors'
import { clipSource, MaskStream } from '@core/separation/mask-stream'
import { computeMask } from '@core/separation/masks'
import { computeStft, invertStft } from '@core/spectral/stft'
import { stftLayout } from '@core/spectral/stft-layout'
import { noiseClip, randomFactors } from './example-factors'

const windowSamples = 64
const hopSamples = 16

function streamOf(clip: AudioClip, factors: Factors, gains?: readonly number[]): MaskStream {
  const stream = new MaskStream({ source: clipSource(clip), factors, windowSamples, hopSamples })
  if (gains) stream.setGains(Float32Array.from(gains))
  return stream
}

function readAll(stream: MaskStream, channelCount: number, length: number, blockSamples = 128): Float32Array[] {
  const whole = Array.from({ length: channelCount }, () => new Float32Array(length))
  const block = Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
  for (let at = 0; at < length; at += blockSamples) {
    const count = Math.min(blockSamples, length - at)
    stream.read(block, count)
    whole.forEach((samples, channel) => samples.set(block[channel].subarray(0, count), at))
  }
  return whole
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0)
}

describe('the mask stream', () => {
  it('gives the original bit for bit when all gains are 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 300 }),
        (length, channelCount, block) => {
          const clip = noiseClip(channelCount, length, length)
          const read = readAll(streamOf(clip, randomFactors(length, windowSamples, 3, 1)), channelCount, length, block)
          read.forEach((samples, channel) => expect(samples).toEqual(clip.channels[channel]))
        }
      ),
      { numRuns: 50 }
    )
  })

  it('adds up to the original over a partition of the components', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 7 }),
        (length, channelCount, groupOf) => {
          const clip = noiseClip(channelCount, length, length + 1)
          const factors = randomFactors(length, windowSamples, groupOf.length, length)
          const parts = [0, 1, 2].map((group) =>
            readAll(
              streamOf(
                clip,
                factors,
                groupOf.map((of) => (of === group ? 1 : 0))
              ),
              channelCount,
              length
            )
          )
          clip.channels.forEach((samples, channel) => {
            const sum = samples.map((_, i) => parts.reduce((total, part) => total + part[channel][i], 0))
            expect(largestDifference(sum, samples)).toBeLessThan(1e-6)
          })
        }
      ),
      { numRuns: 50 }
    )
  })

  it('equals masking the STFT and inverting it, channel by channel', () => {
    const length = 777
    const clip = noiseClip(3, length, 5)
    const factors = randomFactors(length, windowSamples, 4, 6)
    const gains = new Float32Array([1, 0, 0.25, 2])
    const layout = stftLayout(length, windowSamples, hopSamples)
    const mask = new Float32Array(layout.binCount)
    const read = readAll(streamOf(clip, factors, [...gains]), 3, length)
    clip.channels.forEach((samples, channel) => {
      const X = computeStft(samples, layout)
      for (let n = 0; n < layout.columnCount; n++) {
        computeMask(factors, n, gains, mask)
        for (let f = 0; f < layout.binCount; f++) {
          X[2 * (n * layout.binCount + f)] *= mask[f]
          X[2 * (n * layout.binCount + f) + 1] *= mask[f]
        }
      }
      expect(largestDifference(read[channel], invertStft(X, layout))).toBeLessThan(2e-6)
    })
  })

  it.each([
    [
      [1, 1, 1],
      [0, 1, 0.5]
    ],
    [
      [0, 1, 0.5],
      [1, 1, 1]
    ],
    [
      [0, 0, 0],
      [1, 1, 1]
    ],
    [
      [0.5, 0, 1],
      [0, 0, 0]
    ]
  ])('fades from gains %j to %j column by column, overlapped by the windows', (before, after) => {
    const [length, at] = [640, 160]
    const clip = noiseClip(1, length, 21)
    const factors = randomFactors(length, windowSamples, 3, 22)
    const layout = stftLayout(length, windowSamples, hopSamples)
    const X = computeStft(clip.channels[0], layout)
    const mask = new Float32Array(layout.binCount)
    for (let n = 0; n < layout.columnCount; n++) {
      // the samples read before the change lie in the columns up to this one
      const gains = n < at / hopSamples + 3 ? before : after
      computeMask(factors, n, Float32Array.from(gains), mask)
      for (let i = 0; i < 2 * layout.binCount; i++) X[2 * n * layout.binCount + i] *= mask[i >> 1]
    }
    const stream = streamOf(clip, factors, before)
    const start = readAll(stream, 1, at)[0]
    stream.setGains(Float32Array.from(after))
    const read = Float32Array.from([...start, ...readAll(stream, 1, length - at)[0]])
    expect(largestDifference(read, invertStft(X, layout))).toBeLessThan(2e-6)
  })

  it('multiplies by a gain that all components share', () => {
    const clip = noiseClip(2, 500, 1)
    const factors = randomFactors(500, windowSamples, 3, 1)
    const half = readAll(streamOf(clip, factors, [0.5, 0.5, 0.5]), 2, 500)
    expect(
      largestDifference(
        half[1],
        clip.channels[1].map((value) => value / 2)
      )
    ).toBeLessThan(1e-6)
    const silent = readAll(streamOf(clip, factors, [0, 0, 0]), 2, 500)
    expect(silent[0].every((value) => value === 0)).toBe(true)
  })

  it.each([0, 5, 16, 100, 333])(
    'begins a change of gains within a hop and completes it after one window (at %d)',
    (at) => {
      const length = 640
      const clip = noiseClip(1, length, 2)
      const factors = randomFactors(length, windowSamples, 3, 2)
      const after = readAll(streamOf(clip, factors, [0, 1, 0]), 1, length)[0]
      const stream = streamOf(clip, factors)
      const output = [new Float32Array(length)]
      stream.read(output, at)
      stream.setGains(new Float32Array([0, 1, 0]))
      const rest = [new Float32Array(length - at)]
      stream.read(rest, length - at)
      const firstChange = rest[0].findIndex((value, i) => value !== clip.channels[0][at + i])
      expect(firstChange).toBeLessThan(hopSamples + 2)
      const settled = rest[0].subarray(windowSamples + hopSamples)
      expect(largestDifference(settled, after.subarray(at + windowSamples + hopSamples))).toBe(0)
    }
  )

  it('returns to the original bit for bit one window after the gains are 1 again', () => {
    const clip = noiseClip(2, 900, 4)
    const stream = streamOf(clip, randomFactors(900, windowSamples, 3, 3), [1, 0, 1])
    readAll(stream, 2, 300)
    stream.setGains(new Float32Array([1, 1, 1]))
    const rest = readAll(stream, 2, 600)
    const settled = 300 + windowSamples + hopSamples
    expect(rest[1].subarray(settled - 300)).toEqual(clip.channels[1].subarray(settled))
  })

  it.each([0, 1, 15, 16, 17, 250, 499])('after a seek to %d reads what reading straight on gives', (at) => {
    const clip = noiseClip(2, 500, 9)
    const factors = randomFactors(500, windowSamples, 4, 9)
    const straight = readAll(streamOf(clip, factors, [1, 0, 1, 0]), 2, 500)
    const stream = streamOf(clip, factors, [1, 0, 1, 0])
    readAll(stream, 2, 133)
    stream.seek(at)
    expect(stream.position).toBe(at)
    const read = readAll(stream, 2, 500 - at)
    expect(read[0]).toEqual(straight[0].subarray(at))
    expect(read[1]).toEqual(straight[1].subarray(at))
    expect(stream.position).toBe(500)
  })

  it('gives zeros beyond the end', () => {
    const clip = noiseClip(1, 50, 3)
    const stream = streamOf(clip, randomFactors(50, windowSamples, 2, 1), [1, 0])
    const read = readAll(stream, 1, 400)
    expect(read[0].subarray(50).every((value) => value === 0)).toBe(true)
    expect(read[0].subarray(0, 50).some((value) => value !== 0)).toBe(true)
  })

  it('refuses factors of another clip or window', () => {
    const clip = noiseClip(1, 500, 3)
    expect(() => streamOf(clip, randomFactors(700, 64, 2, 1))).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' })
    )
    expect(() => streamOf(clip, randomFactors(500, 128, 2, 1))).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' })
    )
    const stream = streamOf(clip, randomFactors(500, 64, 2, 1))
    expect(() => stream.setGains(new Float32Array(3))).toThrow(expect.objectContaining({ code: 'shape-mismatch' }))
  })
})
