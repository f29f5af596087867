import { describe, expect, test } from 'vitest'
import type { Factors } from '@core/separation/factors'
import { hopSamples, noise, Rig, splitFactors, steepest, tones, windowSamples } from './playback-fixture'
import { levelAt, powerDecibels } from './spectra'

const length = 60_000
const band = { lowHertz: 1600, highHertz: 2400 }
/** of the windows that are used while there is no separation */
const passThroughWindow = 4096
const settled = 3 * passThroughWindow

function played(rig: Rig, count = length): Float32Array {
  rig.playback.command({ kind: 'play' })
  return rig.render(count)[0].subarray(0, count)
}

function factorsOf(kind: Factors['model']['kind']): Factors {
  const factors = splitFactors(length)
  switch (kind) {
    case 'product':
      return factors
    case 'stereo':
      return { ...factors, model: { kind, channelGains: Float32Array.of(1.5, 0.5, 0.5, 1.5) } }
    case 'convolution':
      return { ...factors, model: { kind, lagCount: 2 }, W: Float32Array.from([...factors.W, ...factors.W]) }
    case 'medians':
      return { ...factors, model: { kind } }
  }
}

describe('a band', () => {
  test('without a separation keeps what is inside at its level and silences what is outside', () => {
    const rig = new Rig(tones(length))
    rig.playback.setBand(band)
    const heard = played(rig).subarray(settled, length - settled)
    const original = rig.channels[0].subarray(settled, length - settled)
    expect(Math.abs(levelAt(heard, 2000) - levelAt(original, 2000))).toBeLessThan(0.01)
    expect(levelAt(heard, 440)).toBeLessThan(levelAt(original, 440) - 90)
  })

  test.each(['product', 'stereo', 'convolution', 'medians'] as const)(
    'restricts masks of the kind %s, and the original just so',
    (kind) => {
      for (const hear of ['mask', 'original'] as const) {
        const free = new Rig(tones(length))
        const restricted = new Rig(tones(length))
        for (const rig of [free, restricted]) {
          rig.separate(factorsOf(kind), [0.5, 1])
          rig.playback.setHear(hear)
        }
        restricted.playback.setBand(band)
        const [all, inside] = [free, restricted].map((rig) => played(rig).subarray(settled, length - settled))
        expect(Math.abs(levelAt(inside!, 2000) - levelAt(all!, 2000))).toBeLessThan(0.05)
        expect(levelAt(inside!, 440)).toBeLessThan(levelAt(all!, 440) - 80)
      }
    }
  )

  test('is heard within one hop, complete one window later, and does not click', () => {
    const rig = new Rig(tones(length))
    rig.separate(splitFactors(length), [1, 1])
    played(rig, 10_000)
    const changedAt = rig.frame
    rig.playback.setBand(band)
    const heard = rig.render(20_000)[0]
    const original = rig.channels[0].subarray(changedAt)
    const first = heard.findIndex((sample, i) => sample !== original[i])
    expect(first).toBeGreaterThanOrEqual(0)
    expect(first).toBeLessThanOrEqual(hopSamples)
    const complete = hopSamples + windowSamples
    expect(levelAt(heard.subarray(complete), 440)).toBeLessThan(levelAt(original, 440) - 80)
    expect(steepest(heard)).toBeLessThanOrEqual(steepest(rig.channels[0]) * 1.01)
    rig.playback.setBand(null)
    const at = rig.frame
    const freed = rig.render(8000)[0].subarray(complete)
    expect(freed).toEqual(rig.channels[0].subarray(at + complete, at + complete + freed.length))
  })

  test('outside its edges noise is 60 dB down, and the split of noise into two bands loses nothing inside', () => {
    const rig = new Rig(noise(length))
    rig.playback.setBand(band)
    const heard = played(rig).subarray(settled, settled + 32_768)
    const original = rig.channels[0].subarray(settled, settled + 32_768)
    const inside = { lowHertz: 1650, highHertz: 2350 }
    expect(Math.abs(powerDecibels(heard, inside) - powerDecibels(original, inside))).toBeLessThan(0.2)
    for (const outside of [
      { lowHertz: 20, highHertz: 1480 },
      { lowHertz: 2560, highHertz: 20_000 }
    ]) {
      expect(powerDecibels(heard, outside)).toBeLessThan(powerDecibels(original, outside) - 60)
    }
  })

  test('does not ring beyond its window: 99.5 % of an impulse lie within a tenth of it, half of it away it is 70 dB down', () => {
    const impulse = [new Float32Array(length)]
    impulse[0]![30_000] = 1
    const rig = new Rig([impulse[0]!, impulse[0]!])
    rig.playback.setBand(band)
    const heard = played(rig)
    const energy = (from: number, to: number) => heard.subarray(from, to).reduce((sum, x) => sum + x * x, 0)
    const all = energy(0, length)
    const [tenth, half] = [passThroughWindow / 10, passThroughWindow / 2]
    const peak = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    expect(energy(0, 30_000 - passThroughWindow)).toBe(0)
    expect(energy(30_000 + passThroughWindow, length)).toBe(0)
    expect(energy(30_000 - tenth, 30_000 + tenth) / all).toBeGreaterThan(0.995)
    expect(20 * Math.log10(peak(heard.subarray(30_000 + half)) / peak(heard))).toBeLessThan(-70)
  })

  test('stays when another separation comes', () => {
    const rig = new Rig(tones(length))
    rig.playback.setBand(band)
    played(rig, 20_000)
    rig.separate(splitFactors(length), [1, 1])
    const heard = rig.render(30_000)[0].subarray(8000)
    expect(levelAt(heard, 440)).toBeLessThan(levelAt(rig.channels[0], 440) - 80)
  })
})
