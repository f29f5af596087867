import { expect, test } from 'vitest'
import { Dice } from '../../../tools/grouping/score/dice'
import { drumVoices } from '../../../tools/grouping/score/drum-pattern'
import { filtered, highPass, lowPass, peaking } from '../../../tools/grouping/sound/biquad'
import { playDrums, randomDrumKit } from '../../../tools/grouping/sound/drum-kit'
import { frequencyModulation } from '../../../tools/grouping/sound/frequency-modulation'
import { blownPipe, bowedString, singingVoice } from '../../../tools/grouping/sound/held-tone'
import { playNotes } from '../../../tools/grouping/sound/instrument'
import { midiFile } from '../../../tools/grouping/sound/midi-file'
import { pluckedString } from '../../../tools/grouping/sound/plucked-string'
import { sampleRate } from '../../../tools/grouping/sound/stereo-signal'
import { struckStrings } from '../../../tools/grouping/sound/struck-strings'

const makers = { struckStrings, pluckedString, blownPipe, bowedString, singingVoice, frequencyModulation }

test.each(Object.entries(makers))('%s sounds the same for the same seed, and for every seed is sound', (_, make) => {
  const play = (seed: number) => {
    const dice = new Dice(seed)
    const notes = [{ startSeconds: 0.1, durationSeconds: 0.3, pitch: 52, velocity: 100 }]
    return playNotes(make(dice), notes, { dice, lengthSamples: sampleRate / 2 })
  }
  expect(play(5)).toEqual(play(5))
  expect(play(5)).not.toEqual(play(6))
  for (let seed = 1; seed <= 12; seed++) {
    const sound = play(seed)
    const before = sound.subarray(0, 0.1 * sampleRate)
    expect(before.every((x) => x === 0)).toBe(true)
    const energy = sound.reduce((sum, x) => sum + x * x, 0)
    expect(energy).toBeGreaterThan(1)
    expect(energy).toBeLessThan(sampleRate)
  }
})

test('a plucked string has its pitch', () => {
  const dice = new Dice(1)
  const note = { startSeconds: 0, durationSeconds: 1, pitch: 57, velocity: 100 }
  const sound = pluckedString(dice)(note, dice)
  const period = sampleRate / 220
  const similarity = (lag: number): number => {
    let sum = 0
    for (let t = 4000; t < 14_000; t++) sum += sound[t]! * sound[t + lag]!
    return sum
  }
  const lags = Array.from({ length: 120 }, (_, i) => i + 140)
  const best = lags.reduce((most, lag) => (similarity(lag) > similarity(most) ? lag : most))
  expect(Math.abs(best - period)).toBeLessThan(1.5)
})

test('every voice of a kit is heard in every variant, and ends', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const dice = new Dice(seed)
    const kit = randomDrumKit(dice)
    for (const voice of drumVoices) {
      for (let variant = 0; variant < 6; variant++) {
        const pattern = new Map([[voice, [{ startSeconds: 0.01, velocity: 100, variant }]]])
        const sound = playDrums(kit, pattern, { dice, lengthSamples: sampleRate })
        expect(sound.reduce((sum, x) => sum + x * x, 0)).toBeGreaterThan(0.1)
        expect(sound.every(Number.isFinite)).toBe(true)
      }
    }
  }
})

test('filters let through what they say', () => {
  const tone = (hertz: number) =>
    Float32Array.from({ length: 8192 }, (_, t) => Math.sin((2 * Math.PI * hertz * t) / sampleRate))
  const decibels = (sound: Float32Array) => {
    const end = sound.subarray(4096)
    return 10 * Math.log10(end.reduce((sum, x) => sum + x * x, 0) / (end.length / 2))
  }
  expect(decibels(filtered(tone(8000), lowPass(1000)))).toBeLessThan(-30)
  expect(decibels(filtered(tone(100), lowPass(1000)))).toBeCloseTo(0, 0)
  expect(decibels(filtered(tone(100), highPass(1000)))).toBeLessThan(-30)
  expect(decibels(filtered(tone(1000), peaking(1000, 1, 6)))).toBeCloseTo(6, 1)
  expect(decibels(filtered(tone(12_000), peaking(500, 2, 6)))).toBeCloseTo(0, 1)
})

test('a MIDI file has a header, a program, and notes in order', () => {
  const notes = [
    { startSeconds: 0.5, durationSeconds: 0.25, pitch: 60.4, velocity: 99.6 },
    { startSeconds: 0, durationSeconds: 0.5, pitch: 60, velocity: 200 }
  ]
  expect(Array.from(midiFile(notes, { program: 40, channel: 0 }))).toEqual([
    ...[0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0x03, 0xc0],
    ...[0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 25],
    ...[0, 0xc0, 40],
    ...[0, 0x90, 60, 127],
    // 0.5 s at 1920 ticks a second; the key is released before it is struck again
    ...[0x87, 0x40, 0x80, 60, 0],
    ...[0, 0x90, 60, 100],
    ...[0x83, 0x60, 0x80, 60, 0],
    ...[0, 0xff, 0x2f, 0]
  ])
})
