import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import type { Factors } from '@core/separation/factors'
import { clipSource } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import { createColumnMasks } from '@core/separation/create-column-masks'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { computeStft, invertStft } from '@core/spectral/stft'
import { stftLayout } from '@core/spectral/stft-layout'
import { convolutionFactors, medianFactors, noiseClip, randomFactors, stereoFactors } from './example-factors'

const windowSamples = 64
const hopSamples = 16
const sampleRate = 44_100

function streamOf(clip: AudioClip, factors: Factors, gains?: readonly number[]): MaskStream {
  const stream = new MaskStream({ source: clipSource(clip), factors, windowSamples, hopSamples, sampleRate })
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

const models: [string, (length: number, rank: number, seed: number) => Factors][] = [
  ['product', (length, rank, seed) => randomFactors(length, windowSamples, rank, seed)],
  ['stereo', (length, rank, seed) => stereoFactors(length, windowSamples, rank, seed)],
  ['convolution', (length, rank, seed) => convolutionFactors(length, windowSamples, rank, seed)],
  ['medians', (length) => medianFactors(length, windowSamples)]
]

describe('the mask stream', () => {
  it.each(models)('gives the original bit for bit when all gains are 1: %s', (_, factorsOf) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 300 }),
        (length, channelCount, block) => {
          const clip = noiseClip(channelCount, length, length)
          const read = readAll(streamOf(clip, factorsOf(length, 3, 1)), channelCount, length, block)
          read.forEach((samples, channel) => expect(samples).toEqual(clip.channels[channel]))
        }
      ),
      { numRuns: 25 }
    )
  })

  it.each(models)('adds up to the original over a partition of the components: %s', (_, factorsOf) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 7 }),
        (length, channelCount, groupOf) => {
          const clip = noiseClip(channelCount, length, length + 1)
          const factors = factorsOf(length, groupOf.length, length)
          const parts = [0, 1, 2].map((group) =>
            readAll(
              streamOf(
                clip,
                factors,
                Array.from({ length: factors.rank }, (_, k) => ((groupOf[k] ?? 2) === group ? 1 : 0))
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
      { numRuns: 25 }
    )
  })

  it.each(models)('equals masking the STFT and inverting it, channel by channel: %s', (_, factorsOf) => {
    const length = 777
    const clip = noiseClip(3, length, 5)
    const factors = factorsOf(length, 4, 6)
    const gains = new Float32Array([1, 0, 0.25, 2]).subarray(0, factors.rank)
    const layout = stftLayout(length, windowSamples, hopSamples)
    const mask = new Float32Array(layout.binCount)
    const read = readAll(streamOf(clip, factors, [...gains]), 3, length)
    const masks = createColumnMasks({ source: clipSource(clip), factors, layout, sampleRate })
    clip.channels.forEach((samples, channel) => {
      const X = computeStft(samples, layout)
      for (let n = 0; n < layout.columnCount; n++) {
        masks.compute(n, channel, gains, mask)
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
    const masks = new FactorMasks(factors)
    const mask = new Float32Array(layout.binCount)
    for (let n = 0; n < layout.columnCount; n++) {
      // the samples read before the change lie in the columns up to this one
      const gains = n < at / hopSamples + 3 ? before : after
      masks.compute(n, 0, Float32Array.from(gains), mask)
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

  it.each(models)('after a seek reads what reading straight on gives, to the last bit: %s', (_, factorsOf) => {
    const clip = noiseClip(2, 500, 9)
    const factors = factorsOf(500, 4, 9)
    const gains = [1, 0, 1, 0].slice(0, factors.rank)
    const straight = readAll(streamOf(clip, factors, gains), 2, 500)
    for (const at of [0, 1, 15, 16, 17, 250, 499]) {
      const stream = streamOf(clip, factors, gains)
      readAll(stream, 2, 133)
      stream.seek(at)
      expect(stream.position).toBe(at)
      const read = readAll(stream, 2, 500 - at)
      expect(read[0]).toEqual(straight[0].subarray(at))
      expect(read[1]).toEqual(straight[1].subarray(at))
      expect(stream.position).toBe(500)
    }
  })

  it.each(models)('reads no further from its position than it says: %s', (_, factorsOf) => {
    const [length, at] = [6000, 3000]
    const factors = factorsOf(length, 3, 2)
    const whole = clipSource(noiseClip(1, length, 7))
    let [least, most] = [Infinity, -Infinity]
    const source = {
      ...whole,
      read: (channel: number, start: number, out: Float32Array) => {
        least = Math.min(least, start)
        most = Math.max(most, start + out.length)
        whole.read(channel, start, out)
      }
    }
    const stream = new MaskStream({ source, factors, windowSamples, hopSamples, sampleRate })
    stream.setGains(new Float32Array(factors.rank).fill(0.5, 1))
    stream.seek(at)
    stream.read([new Float32Array(300)], 300)
    expect(at - least).toBeLessThanOrEqual(stream.reachSamples)
    expect(most - (at + 300)).toBeLessThanOrEqual(stream.reachSamples)
  })

  it('plays factors that were written over from the next column on, without a step', () => {
    const length = 2000
    const clip = noiseClip(1, length, 11)
    const before = randomFactors(length, windowSamples, 3, 1)
    const after = randomFactors(length, windowSamples, 3, 2)
    const gains = [1, 0, 0.5]
    const live = { ...before, W: before.W.slice(), H: before.H.slice() }
    const stream = streamOf(clip, live, gains)
    const start = readAll(stream, 1, 800)[0]
    live.W.set(after.W)
    live.H.set(after.H)
    const rest = readAll(stream, 1, length - 800)[0]
    expect(start).toEqual(readAll(streamOf(clip, before, gains), 1, 800)[0])
    const settled = readAll(streamOf(clip, after, gains), 1, length)[0].subarray(800)
    expect(rest.subarray(windowSamples)).toEqual(settled.subarray(windowSamples))
    expect(rest.subarray(0, hopSamples)).not.toEqual(settled.subarray(0, hopSamples))
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
