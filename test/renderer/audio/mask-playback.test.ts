import { describe, expect, test } from 'vitest'
import {
  blockSamples,
  hopSamples,
  noise,
  Rig,
  sampleRate,
  splitFactors,
  steepest,
  streamed,
  tones,
  windowSamples
} from './playback-fixture'
import { pageSamples } from '../../../src/renderer/audio/paged-samples'

const length = 40_000
const rampSamples = Math.round(0.005 * sampleRate)

describe('what is heard', () => {
  test('before a separation the recording is heard bit for bit', () => {
    const rig = new Rig(noise(length))
    rig.playback.command({ kind: 'play' })
    const [left, right] = rig.render(length)
    expect(left.subarray(0, length)).toEqual(rig.channels[0])
    expect(right.subarray(0, length)).toEqual(rig.channels[1])
  })

  test('with unequal gains it is exactly what the stream of the export gives', () => {
    const rig = new Rig(noise(length))
    const factors = splitFactors(length)
    rig.separate(factors, [1, 0.25])
    rig.playback.command({ kind: 'play' })
    const heard = rig.render(length).map((channel) => channel.subarray(0, length))
    expect(heard).toEqual(streamed(rig.channels, factors, [1, 0.25]))
  })

  test('the original is heard bit for bit, whatever the gains are', () => {
    const rig = new Rig(noise(length))
    rig.separate(splitFactors(length), [0, 0.25])
    rig.playback.setHear('original')
    rig.playback.command({ kind: 'play' })
    expect(rig.render(length)[0].subarray(0, length)).toEqual(rig.channels[0])
  })

  test('a mute begins within one hop, is complete after one window more, and makes no click', () => {
    const rig = new Rig(tones(length))
    const gains = rig.separate(splitFactors(length), [1, 1])
    rig.playback.command({ kind: 'play' })
    const before = rig.render(10_000)[0]
    const changedAt = rig.frame
    gains.write(Float32Array.of(1, 0))
    const after = rig.render(20_000)[0]

    const muted = streamed(rig.channels, splitFactors(length), [1, 0])[0].subarray(changedAt)
    const original = rig.channels[0].subarray(changedAt)
    const firstChange = after.findIndex((sample, i) => sample !== original[i])
    expect(firstChange).toBeGreaterThanOrEqual(0)
    expect(firstChange).toBeLessThanOrEqual(hopSamples)
    const complete = hopSamples + windowSamples
    expect(after.subarray(complete)).toEqual(muted.subarray(complete, after.length))
    expect(muted[complete + 100]).not.toBe(original[complete + 100])
    expect(steepest(Float32Array.of(before.at(-1)!, ...after))).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.01)
  })

  test('switching to the original and back is complete within one hop and one window', () => {
    const rig = new Rig(tones(length))
    rig.separate(splitFactors(length), [1, 0])
    rig.playback.command({ kind: 'play' })
    rig.render(8000)
    const changedAt = rig.frame
    rig.playback.setHear('original')
    const heard = rig.render(8000)[0]
    const complete = hopSamples + windowSamples
    expect(heard.subarray(complete)).toEqual(rig.channels[0].subarray(changedAt + complete, rig.frame))
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.01)
  })

  test('a separation that comes while playing is heard after a short fade, in time', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'play' })
    rig.render(8000)
    rig.separate(splitFactors(length), [0, 1])
    const changedAt = rig.frame
    const heard = rig.render(8000)[0]
    const muted = streamed(rig.channels, splitFactors(length), [0, 1])[0]
    const settled = 2 * rampSamples + blockSamples
    expect(heard.subarray(settled + windowSamples)).toEqual(
      muted.subarray(changedAt + settled + windowSamples, rig.frame)
    )
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
  })
})

describe('transport', () => {
  test('pause fades out within 5 ms and stays silent; play goes on where it stopped', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'play' })
    rig.render(8000)
    const pausedAt = rig.frame
    rig.playback.command({ kind: 'pause' })
    const fading = rig.render(1000)[0]
    expect(fading.subarray(rampSamples).every((sample) => sample === 0)).toBe(true)
    expect(steepest(fading)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
    expect(rig.playback.position).toBe(pausedAt + rampSamples)
    expect(rig.playback.isMoving).toBe(false)

    rig.playback.command({ kind: 'play' })
    const resumed = rig.render(4000)[0]
    const from = pausedAt + rampSamples
    expect(resumed.subarray(rampSamples)).toEqual(rig.channels[0].subarray(from + rampSamples, from + resumed.length))
    expect(steepest(Float32Array.of(0, ...resumed))).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
  })

  test('a seek while playing fades out, goes there exactly and fades in', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'play' })
    rig.render(4000)
    rig.playback.command({ kind: 'seek', sample: 20_000.4 })
    expect(rig.playback.position).toBe(20_000)
    const heard = rig.render(8000)[0]
    expect(heard.subarray(2 * rampSamples)).toEqual(
      rig.channels[0].subarray(20_000 + rampSamples, 20_000 + heard.length - rampSamples)
    )
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
    expect(rig.playback.runStartSample).toBe(20_000)
  })

  test('the end of the clip stops; play begins again from the start, or from the loop', () => {
    const rig = new Rig(noise(5000))
    rig.playback.command({ kind: 'play' })
    const [heard] = rig.render(6000)
    expect(heard.subarray(0, 5000)).toEqual(rig.channels[0])
    expect(heard.subarray(5000).every((sample) => sample === 0)).toBe(true)
    expect([rig.playback.isPlaying, rig.playback.isMoving, rig.playback.position]).toEqual([false, false, 5000])
    rig.playback.command({ kind: 'play' })
    expect(rig.playback.position).toBe(0)
    expect(rig.render(1000)[0]).toEqual(rig.channels[0].subarray(0, 1024))
    rig.playback.command({ kind: 'pause' })
    rig.playback.command({ kind: 'seek', sample: 9999 })
    rig.playback.command({ kind: 'loop', loop: { startSample: 1000, endSample: 4000 } })
    rig.playback.command({ kind: 'play' })
    expect(rig.playback.position).toBe(1000)
  })

  test('a seek to the very end while playing stops there', () => {
    const rig = new Rig(noise(5000))
    rig.playback.command({ kind: 'play' })
    rig.render(1000)
    rig.playback.command({ kind: 'seek', sample: 7000 })
    rig.render(1000)
    expect([rig.playback.isPlaying, rig.playback.position]).toEqual([false, 5000])
  })
})

describe('the loop', () => {
  test('comes round after exactly its own length, each time, without a click', () => {
    const rig = new Rig(tones(length))
    const [startSample, endSample] = [5003, 8210]
    const period = endSample - startSample
    rig.playback.command({ kind: 'loop', loop: { startSample, endSample } })
    rig.playback.command({ kind: 'play' })
    const [heard] = rig.render(endSample + 4 * period)
    for (let round = 0; round < 3; round++) {
      const from = endSample + round * period
      const inner = heard.subarray(from + rampSamples, from + period - rampSamples)
      expect(inner).toEqual(rig.channels[0].subarray(startSample + rampSamples, endSample - rampSamples))
    }
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
  })

  test('is masked by the same stream as an export', () => {
    const rig = new Rig(noise(length))
    const factors = splitFactors(length)
    const [startSample, endSample] = [5003, 8210]
    rig.separate(factors, [1, 0.25])
    rig.playback.command({ kind: 'loop', loop: { startSample, endSample } })
    rig.playback.command({ kind: 'play' })
    const [heard] = rig.render(3 * endSample)
    const expected = streamed(rig.channels, factors, [1, 0.25])[0].subarray(
      startSample + rampSamples,
      endSample - rampSamples
    )
    const from = 2 * endSample - startSample + rampSamples
    expect(heard.subarray(from, from + expected.length)).toEqual(expected)
  })

  test('of whole periods of a tone comes round without a dip and without a sound that is not in it', () => {
    // 100 periods of 441 Hz.
    const [startSample, endSample] = [5000, 15_000]
    const tone = Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 441 * i) / sampleRate))
    const rig = new Rig([tone, tone])
    rig.playback.command({ kind: 'loop', loop: { startSample, endSample } })
    rig.playback.command({ kind: 'play' })
    const [heard] = rig.render(endSample + 4 * (endSample - startSample))
    const expected = tone.subarray(0, heard.length)
    const [difference] = [heard.reduce((most, x, i) => Math.max(most, Math.abs(x - (expected[i] ?? x))), 0)]
    expect(difference).toBeLessThan(1e-5)
  })

  test('of noise keeps its level where it comes round, and repeats sample for sample', () => {
    const rig = new Rig(noise(length))
    const [startSample, endSample] = [5000, 15_000]
    const period = endSample - startSample
    rig.playback.command({ kind: 'loop', loop: { startSample, endSample } })
    rig.playback.command({ kind: 'play' })
    const [heard] = rig.render(endSample + 3 * period)
    expect(heard.subarray(endSample, endSample + period)).toEqual(
      heard.subarray(endSample + period, endSample + 2 * period)
    )
    const level = (from: number) =>
      10 * Math.log10(heard.subarray(from, from + rampSamples).reduce((sum, x) => sum + x * x, 0) / rampSamples)
    // Two noises that have nothing in common lose 3 dB in the middle of a crossfade.
    expect(level(endSample)).toBeGreaterThan(level(endSample - 5000) - 3)
    expect(Math.abs(level(endSample - rampSamples) - level(endSample - 5000))).toBeLessThan(1.5)
  })

  test('tells where its runs begin, for the playhead', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'loop', loop: { startSample: 1000, endSample: 4000 } })
    rig.playback.command({ kind: 'play' })
    rig.render(5000)
    const { runStartSample, runStartFrame, previousRunEnd } = rig.playback
    expect([runStartSample, runStartFrame, previousRunEnd]).toEqual([1000, 4000, 4000])
  })

  test('that ends just ahead of the playhead is entered by a fade', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'play' })
    rig.render(8000)
    rig.playback.command({ kind: 'loop', loop: { startSample: 2000, endSample: rig.frame + 20 } })
    const [heard] = rig.render(4000)
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
    expect(rig.playback.position).toBeLessThan(8100)
  })

  test('that is taken away while it fades out before its end does not click', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'loop', loop: { startSample: 2000, endSample: 8192 + 60 } })
    rig.playback.command({ kind: 'play' })
    const before = rig.render(8192)[0]
    rig.playback.command({ kind: 'loop', loop: null })
    const after = rig.render(4000)[0]
    const edge = Float32Array.of(...before.subarray(-10), ...after)
    expect(steepest(edge)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.05)
    expect(rig.playback.position).toBe(rig.frame)
  })

  test('is cut to the clip, and one too short is made 20 ms long', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'loop', loop: { startSample: 3000, endSample: 3001 } })
    rig.playback.command({ kind: 'seek', sample: 3000 })
    rig.playback.command({ kind: 'play' })
    rig.render(20_000)
    expect(rig.playback.runStartSample).toBe(3000)
    expect(rig.playback.previousRunEnd).toBe(3000 + Math.round(0.02 * sampleRate))
    rig.playback.command({ kind: 'loop', loop: { startSample: -50, endSample: 10 * length } })
    rig.render(3 * length)
    expect([rig.playback.runStartSample, rig.playback.previousRunEnd]).toEqual([0, length])
  })
})

describe('samples that are not loaded', () => {
  test('make it wait at the start, and nothing is skipped', () => {
    const rig = new Rig(noise(length), false)
    rig.playback.command({ kind: 'play' })
    expect(rig.render(1000)[0].every((sample) => sample === 0)).toBe(true)
    expect([rig.playback.position, rig.playback.isPlaying, rig.playback.isMoving]).toEqual([0, true, false])
    rig.loadPage(0)
    expect(rig.render(length)[0].subarray(0, length)).toEqual(rig.channels[0])
  })

  test('are never run over: it fades out before them, waits, and goes on at the same sample', () => {
    const clip = tones(pageSamples + 20_000)
    const rig = new Rig(clip, false)
    rig.loadPage(0)
    rig.separate(splitFactors(clip[0].length), [1, 0])
    rig.playback.command({ kind: 'play' })
    const [first] = rig.render(pageSamples + 4000)
    const { position } = rig.playback
    expect(position).toBeLessThanOrEqual(pageSamples - windowSamples)
    expect(position).toBeGreaterThan(pageSamples - windowSamples - 2 * rampSamples - 2 * blockSamples)
    expect(first.subarray(position).every((sample) => sample === 0)).toBe(true)
    expect(steepest(first)).toBeLessThanOrEqual(steepest(clip[0]))
    rig.loadPage(1)
    const [rest] = rig.render(8000)
    const expected = streamed(clip, splitFactors(clip[0].length), [1, 0])[0]
    expect(rest.subarray(rampSamples)).toEqual(expected.subarray(position + rampSamples, position + rest.length))
  })
})
