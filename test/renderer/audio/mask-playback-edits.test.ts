import { cosineRamp } from '@core/audio/cosine-ramp'
import { keptRanges, rampJoins } from '@core/audio/cut-joins'
import type { SampleRange } from '@core/audio/sample-range'
import { applyGains } from '@core/audio/timed-gain'
import { noTimedEdits, placeEdits, type TimedEdits } from '@core/separation/timed-edits'
import { describe, expect, test } from 'vitest'
import { noise, Rig, sampleRate, splitFactors, steepest, streamed, tones } from './playback-fixture'

const length = 40_000
const rampSamples = Math.round(0.005 * sampleRate)
const range = { startSample: 10_000, endSample: 20_000 }
const mute = { ...range, shape: 'constant', gain: 0 } as const
const cuts: SampleRange[] = [
  { startSample: 6000, endSample: 9000 },
  { startSample: 30_000, endSample: 31_000 }
]
const onMix = (edits: Partial<TimedEdits>): TimedEdits => ({ ...noTimedEdits, ...edits })

/** The samples that cuts leave, with the edges of an export. */
function joined(channel: Float32Array, left: readonly SampleRange[]): Float32Array {
  const ramp = cosineRamp(sampleRate)
  const pieces = keptRanges(left, channel.length).map((kept) => {
    const piece = channel.slice(kept.startSample, kept.endSample)
    rampJoins([piece], { from: kept.startSample, count: piece.length, kept, lengthSamples: channel.length }, ramp)
    return [...piece]
  })
  return Float32Array.from(pieces.flat())
}

function played(rig: Rig, edits: TimedEdits): Float32Array[] {
  rig.playback.setEdits(edits)
  rig.playback.command({ kind: 'play' })
  return rig.render(length)
}

describe('a region of the mix', () => {
  test('is heard as it is exported, with or without a separation', () => {
    const edits = onMix({ mix: [mute] })
    const placed = placeEdits(edits, { lengthSamples: length, sampleRate }).mix
    const plain = new Rig(noise(length))
    const expected = plain.channels.map((channel) => channel.slice())
    applyGains(expected, length, 0, placed)
    expect(played(plain, edits)[0].subarray(0, length)).toEqual(expected[0])

    const masked = new Rig(noise(length))
    masked.separate(splitFactors(length), [1, 0.25])
    const stem = streamed(masked.channels, splitFactors(length), [1, 0.25])
    applyGains(stem, length, 0, placed)
    expect(played(masked, edits).map((channel) => channel.subarray(0, length))).toEqual(stem)
  })

  test('is not heard in the original', () => {
    const rig = new Rig(noise(length))
    rig.playback.setHear('original')
    const heard = played(rig, onMix({ mix: [mute], components: [{ ...mute, componentIndices: [0] }] }))
    expect(heard[0].subarray(0, length)).toEqual(rig.channels[0])
  })

  test('that comes, changes and goes while it sounds does not click', () => {
    const rig = new Rig(tones(length))
    rig.playback.command({ kind: 'play' })
    const blocks = [rig.render(12_000)[0]]
    for (const gain of [0, 2, 0.5]) {
      rig.playback.setEdits(onMix({ mix: [{ ...mute, gain }] }))
      blocks.push(rig.render(128)[0])
      rig.playback.setEdits(onMix({ mix: [{ ...mute, gain: 1 - gain / 2 }] }))
      blocks.push(rig.render(1024)[0])
    }
    rig.playback.setHear('original')
    blocks.push(rig.render(1024)[0])
    const heard = Float32Array.from(blocks.flatMap((block) => [...block]))
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 2.1)
    expect(blocks[1]).not.toEqual(rig.channels[0].subarray(12_032, 12_160))
  })
})

test('a region of a component begins within one hop of its change while it plays', () => {
  const rig = new Rig(noise(length))
  rig.separate(splitFactors(length), [1, 1])
  rig.playback.command({ kind: 'play' })
  rig.render(12_800)
  const changedAt = rig.frame
  rig.playback.setEdits(onMix({ components: [{ ...mute, componentIndices: [1] }] }))
  const [heard] = rig.render(4000)
  const original = rig.channels[0].subarray(changedAt)
  const first = heard.findIndex((sample, i) => sample !== original[i])
  expect(first).toBeGreaterThanOrEqual(0)
  expect(first).toBeLessThanOrEqual(256)
})

describe('time that is cut', () => {
  test('is jumped over with the edges of an export, in the original too', () => {
    for (const hear of ['mask', 'original'] as const) {
      const rig = new Rig(noise(length))
      rig.playback.setHear(hear)
      const expected = joined(rig.channels[0], cuts)
      const [heard] = played(rig, onMix({ cuts }))
      expect(heard.subarray(0, expected.length)).toEqual(expected)
      expect(heard.subarray(expected.length).every((sample) => sample === 0)).toBe(true)
      expect([rig.playback.isPlaying, rig.playback.position]).toEqual([false, length])
    }
  })

  test('at both ends of the recording is not played either', () => {
    const rig = new Rig(noise(length))
    const crop = [
      { startSample: 0, endSample: 5000 },
      { startSample: 20_000, endSample: length }
    ]
    const expected = joined(rig.channels[0], crop)
    const [heard] = played(rig, onMix({ cuts: crop }))
    expect(heard.subarray(0, expected.length)).toEqual(expected)
    expect([rig.playback.isPlaying, rig.playback.position]).toEqual([false, length])
    rig.playback.command({ kind: 'play' })
    expect(rig.playback.position).toBe(5000)
  })

  test('is jumped over behind masks as it is exported', () => {
    const rig = new Rig(noise(length))
    rig.separate(splitFactors(length), [1, 0.25])
    const expected = joined(streamed(rig.channels, splitFactors(length), [1, 0.25])[0], cuts)
    expect(played(rig, onMix({ cuts }))[0].subarray(0, expected.length)).toEqual(expected)
  })

  test('tells the playhead of its jump', () => {
    const rig = new Rig(noise(length))
    rig.playback.setEdits(onMix({ cuts }))
    rig.playback.command({ kind: 'play' })
    rig.render(7000)
    const { runStartSample, runStartFrame, previousRunEnd } = rig.playback
    expect([runStartSample, runStartFrame, previousRunEnd]).toEqual([9000, 6000, 6000])
  })

  test('sends a seek that goes into it to its end', () => {
    const rig = new Rig(noise(length))
    rig.playback.setEdits(onMix({ cuts }))
    rig.playback.command({ kind: 'seek', sample: 7000 })
    expect(rig.playback.position).toBe(9000)
  })

  test('is left without a click when it is cut under the playhead or just ahead of it', () => {
    for (const ahead of [-500, 50]) {
      const rig = new Rig(tones(length))
      rig.playback.command({ kind: 'play' })
      const before = rig.render(8000)[0]
      const cut = { startSample: rig.frame + ahead, endSample: 20_000 }
      rig.playback.setEdits(onMix({ cuts: [cut] }))
      const after = rig.render(4000)[0]
      expect(steepest(Float32Array.of(...before.subarray(-10), ...after))).toBeLessThanOrEqual(
        steepest(rig.channels[0]) * 1.05
      )
      expect(rig.playback.position).toBe(20_000 + 4096 - rampSamples)
      expect(rig.playback.position).toBeGreaterThan(20_000)
    }
  })

  test('shortens a loop that holds it or ends in it, and a loop within it is none', () => {
    const rig = new Rig(noise(length))
    rig.playback.setEdits(onMix({ cuts }))
    rig.playback.command({ kind: 'loop', loop: { startSample: 5000, endSample: 30_500 } })
    rig.playback.command({ kind: 'seek', sample: 29_000 })
    rig.playback.command({ kind: 'play' })
    rig.render(1500)
    expect([rig.playback.runStartSample, rig.playback.previousRunEnd]).toEqual([5000, 30_000])
    rig.render(1000)
    expect([rig.playback.runStartSample, rig.playback.previousRunEnd]).toEqual([9000, 6000])
    rig.playback.command({ kind: 'loop', loop: { startSample: 6500, endSample: 8000 } })
    rig.render(25_000)
    expect(rig.playback.runStartSample).toBe(31_000)
  })
})
