import { cosineRamp } from '@core/audio/cosine-ramp'
import { noTimedEdits } from '@core/separation/timed-edits'
import { expect, test } from 'vitest'
import { noise, Rig, sampleRate, splitFactors, streamed } from './playback-fixture'
import { levelAt } from './spectra'

/* A loop with a cut in it, and what goes with it. The fades are worked out here from the definition. */

const length = 60_000
const ramp = cosineRamp(sampleRate)
const rampSamples = ramp.length - 1
const loop = { startSample: 5000, endSample: 25_000 }
const cut = { startSample: 12_000, endSample: 18_000 }
const period = loop.endSample - loop.startSample - (cut.endSample - cut.startSample)

/** One time round: a crossfade at the loop's start, a fade to silence and back at the cut. */
function onePass(channel: Float32Array): Float32Array {
  const pass = new Float32Array(period)
  const toCut = cut.startSample - loop.startSample
  for (let i = 0; i < period; i++) {
    const sample = channel[i < toCut ? loop.startSample + i : cut.endSample + i - toCut]!
    const fade = i < toCut ? ramp[Math.min(rampSamples, toCut - i)]! : ramp[Math.min(rampSamples, i - toCut)]!
    const tail = i < rampSamples ? channel[loop.endSample + i]! : sample
    pass[i] = fade * (i < rampSamples ? tail + ramp[i]! * (sample - tail) : sample)
  }
  return pass
}

function looped(gains: number[]): Rig {
  const rig = new Rig(noise(length))
  rig.separate(splitFactors(length), gains)
  rig.playback.setEdits({ ...noTimedEdits, cuts: [cut] })
  rig.playback.command({ kind: 'loop', loop })
  rig.playback.command({ kind: 'seek', sample: loop.startSample })
  rig.playback.command({ kind: 'play' })
  return rig
}

/** Whole times round; where they begin within it is where the last block ended. */
function passes(rig: Rig, count: number): Float32Array[] {
  return rig.render((count + 1) * period).map((channel) => channel.subarray(period, (count + 1) * period))
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0)
}

test('a loop with a cut comes round by its crossfade and fades at the cut, each time alike', () => {
  const rig = looped([1, 0.25])
  const [heard] = passes(rig, 3)
  const expected = onePass(streamed(rig.channels, splitFactors(length), [1, 0.25])[0]!)
  for (let round = 0; round < 3; round++) {
    expect(largestDifference(heard!.subarray(round * period, (round + 1) * period), expected)).toBeLessThan(1e-6)
  }
})

test('over a loop with a cut matched levels are as loud as what is left of the original', () => {
  const rig = looped([0, 0.5])
  rig.playback.setMatching(true)
  rig.render(4 * period)
  const heard = passes(rig, 1)
  const power = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0)
  const sum = (all: Float32Array[]) => all.reduce((total, samples) => total + power(samples), 0)
  const decibels = 10 * Math.log10(sum(heard) / sum(rig.channels.map(onePass)))
  expect(Math.abs(decibels)).toBeLessThan(0.1)
  expect(20 * Math.log10(rig.playback.matchGain)).toBeGreaterThan(6)
})

test('the levels of a band are matched with the same band of the original, over a loop with a cut', () => {
  const rig = looped([0, 0.5])
  rig.playback.setBand({ lowHertz: 4000, highHertz: 8000 })
  rig.playback.setMatching(true)
  rig.render(4 * period)
  // All of the band is the second component's.
  expect(20 * Math.log10(rig.playback.matchGain)).toBeCloseTo(20 * Math.log10(2), 1)
  const [heard] = passes(rig, 1)
  expect(levelAt(heard!, 1000)).toBeLessThan(levelAt(rig.channels[0]!, 1000) - 40)
})
