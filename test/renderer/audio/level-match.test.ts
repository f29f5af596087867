import { expect, test } from 'vitest'
import { noise, Rig, sampleRate, splitFactors, steepest, tones } from './playback-fixture'

const length = 8 * sampleRate
const loop = { startSample: 44_100, endSample: 44_100 + 50_000 }
const period = loop.endSample - loop.startSample

function power(channels: readonly Float32Array[], from: number, to: number): number {
  return channels.reduce((sum, samples) => sum + samples.subarray(from, to).reduce((s, x) => s + x * x, 0), 0)
}

/** Loud and soft by turns, so that no short stretch is as loud as the whole. */
function swaying(): Float32Array[] {
  return noise(length).map((samples) => samples.map((x, i) => 0.5 * x * (1 + 0.9 * Math.sin(i / 4000))))
}

function looped(channels: Float32Array[], gains: number[]): Rig {
  const rig = new Rig(channels)
  rig.separate(splitFactors(length), gains)
  rig.playback.command({ kind: 'loop', loop })
  rig.playback.command({ kind: 'seek', sample: loop.startSample })
  rig.playback.command({ kind: 'play' })
  return rig
}

test('over a loop what is heard is as loud as the original, once it has come round', () => {
  const rig = looped(swaying(), [0, 0.5])
  rig.playback.setMatching(true)
  rig.render(2 * period)
  const start = rig.playback.position - loop.startSample
  rig.render(period - start)
  const heard = rig.render(period).map((samples) => samples.subarray(0, period))
  const decibels = 10 * Math.log10(power(heard, 0, period) / power(rig.channels, loop.startSample, loop.endSample))
  expect(Math.abs(decibels)).toBeLessThan(0.1)
  expect(20 * Math.log10(rig.playback.matchGain)).toBeGreaterThan(6)
})

test('outside a loop it comes near the original within a second, and stays there', () => {
  const rig = new Rig(noise(length))
  rig.separate(splitFactors(length), [0, 0.5])
  rig.playback.setMatching(true)
  rig.playback.command({ kind: 'play' })
  rig.render(sampleRate)
  for (let second = 1; second < 5; second++) {
    const from = rig.frame
    const heard = rig.render(sampleRate)
    const decibels = 10 * Math.log10(power(heard, 0, sampleRate) / power(rig.channels, from, from + sampleRate))
    expect(Math.abs(decibels)).toBeLessThan(0.5)
  }
})

test('the original is never changed, and a mix that is as loud as it stays bit for bit', () => {
  for (const hear of ['original', 'mask'] as const) {
    const rig = new Rig(noise(length))
    rig.separate(splitFactors(length), hear === 'original' ? [0.5, 0.5] : [1, 1])
    rig.playback.setHear(hear)
    rig.playback.setMatching(true)
    rig.playback.command({ kind: 'play' })
    const changed = rig.render(2 * sampleRate)[0].findIndex((sample, i) => sample !== rig.channels[0][i])
    expect(changed).toBe(-1)
  }
})

test('it boosts by 12 dB at most, and leaves silence alone', () => {
  for (const [gain, expected] of [
    [0.01, 12],
    [0, 0]
  ] as const) {
    const rig = new Rig(noise(length).map((samples) => samples.map((x) => 0.1 * x)))
    rig.separate(splitFactors(length), [gain, gain])
    rig.playback.setMatching(true)
    rig.playback.command({ kind: 'play' })
    rig.render(4 * sampleRate)
    expect(20 * Math.log10(rig.playback.matchGain)).toBeCloseTo(expected, 2)
  }
})

test('no sample goes beyond full scale by it, even where the measure could not foresee a peak', () => {
  // The quiet low tone is boosted; then a full-scale burst of it comes.
  const channels = tones(length).map((samples, c) =>
    samples.map((_, i) => {
      const low = Math.sin((2 * Math.PI * 440 * i) / sampleRate + c)
      const high = Math.sin((2 * Math.PI * 2000 * i) / sampleRate)
      return i < 3 * sampleRate ? 0.05 * low + 0.3 * high : 0.95 * low
    })
  )
  const rig = new Rig(channels)
  rig.separate(splitFactors(length), [1, 0])
  rig.playback.setMatching(true)
  rig.playback.command({ kind: 'play' })
  rig.render(2 * sampleRate)
  expect(rig.playback.matchGain).toBeGreaterThan(3)
  const heard = rig.render(2 * sampleRate)
  const highest = Math.max(...heard.map((samples) => samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)))
  expect(highest).toBeLessThanOrEqual(1)
  expect(highest).toBeGreaterThan(0.9)
})

test('switching it on and off is smooth', () => {
  const rig = new Rig(tones(length))
  rig.separate(splitFactors(length), [0.5, 0.5])
  rig.playback.command({ kind: 'play' })
  rig.render(sampleRate)
  for (const isOn of [true, false]) {
    rig.playback.setMatching(isOn)
    expect(steepest(rig.render(sampleRate)[0])).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.01)
  }
  expect(rig.playback.matchGain).toBe(1)
})

test('what was measured is kept while the original is heard', () => {
  const rig = looped(swaying(), [0, 0.5])
  rig.playback.setMatching(true)
  rig.render(4 * period)
  const { matchGain } = rig.playback
  rig.playback.setHear('original')
  rig.render(2 * period)
  expect(rig.playback.matchGain).toBe(1)
  rig.playback.setHear('mask')
  rig.render(sampleRate)
  expect(rig.playback.matchGain).toBeCloseTo(matchGain, 2)
})
