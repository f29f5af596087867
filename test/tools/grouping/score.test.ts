import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Dice } from '../../../tools/grouping/score/dice'
import { drumVoices, writeDrumPattern } from '../../../tools/grouping/score/drum-pattern'
import { writePart, type Role } from '../../../tools/grouping/score/parts'
import { chordPitches, composeSong, intoOctave } from '../../../tools/grouping/score/song'

const seeds = fc.integer({ min: 0, max: 0xffff_ffff })
const roles: Role[] = ['chords', 'strum', 'pad', 'arpeggio', 'riff', 'melody', 'bass']

test('the same seed writes the same score', () => {
  const write = () => {
    const dice = new Dice(7)
    const song = composeSong(dice, 9)
    const parts = roles.map((role) => writePart(song, dice, { role, lowest: 48, velocity: 90 }))
    return { song, parts, drums: [...writeDrumPattern(song, dice, drumVoices)] }
  }
  expect(write()).toEqual(write())
})

test('every part has notes, all of which begin within the song', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(...roles), (seed, role) => {
      const dice = new Dice(seed)
      const song = composeSong(dice, 10)
      const notes = writePart(song, dice, { role, lowest: 48, velocity: 90 })
      expect(notes.length).toBeGreaterThan(0)
      for (const { startSeconds, durationSeconds, velocity, pitch } of notes) {
        expect(startSeconds).toBeGreaterThanOrEqual(0)
        expect(startSeconds).toBeLessThan(song.seconds)
        expect(durationSeconds).toBeGreaterThan(0)
        expect(velocity).toBeGreaterThanOrEqual(1)
        expect(velocity).toBeLessThanOrEqual(127)
        expect(pitch).toBeGreaterThan(20)
        expect(pitch).toBeLessThan(110)
      }
    }),
    { numRuns: 200 }
  )
})

test('chords are of the scale and within an octave', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 30, max: 70 }), (seed, lowest) => {
      const song = composeSong(new Dice(seed), 10)
      const chord = chordPitches(song, song.barCount - 1, { lowest, noteCount: 4 })
      const scale = song.scale.map((step) => (song.key + step) % 12)
      for (const pitch of chord) {
        expect(scale).toContain(pitch % 12)
        expect(pitch).toBeGreaterThanOrEqual(lowest)
        expect(pitch).toBeLessThan(lowest + 12)
      }
      expect(chord).toEqual([...chord].sort((a, b) => a - b))
    })
  )
})

test('an octave is found from either side', () => {
  expect([intoOctave(60, 40), intoOctave(28, 40), intoOctave(40, 40), intoOctave(51, 40)]).toEqual([48, 40, 40, 51])
})

test('each voice of a drum pattern is struck, within the song', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const dice = new Dice(seed)
      const song = composeSong(dice, 8)
      const pattern = writeDrumPattern(song, dice, drumVoices)
      expect([...pattern.keys()]).toEqual([...drumVoices])
      for (const hits of pattern.values()) {
        expect(hits.length).toBeGreaterThan(0)
        for (const { startSeconds } of hits) {
          expect(startSeconds).toBeGreaterThanOrEqual(0)
          expect(startSeconds).toBeLessThan(song.seconds)
        }
      }
    })
  )
})

test('weighted choices come as often as their weights say', () => {
  const dice = new Dice(3)
  const counts = { a: 0, b: 0, c: 0 }
  for (let i = 0; i < 10_000; i++) counts[dice.pickWeighted({ a: 1, b: 3, c: 0 })]++
  expect(counts.c).toBe(0)
  expect(counts.b / counts.a).toBeGreaterThan(2.7)
  expect(counts.b / counts.a).toBeLessThan(3.3)
})
