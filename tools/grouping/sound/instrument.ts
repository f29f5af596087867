import type { Dice } from '../score/dice'
import type { Note } from '../score/song'
import { sampleRate } from './stereo-signal'

/** The sound of one note from its beginning to where it has died away, mono. */
export type Instrument = (note: Note, dice: Dice) => Float32Array

export const pitchHertz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12)

/** All notes of a part, one added to the other; what sounds after the end is cut off. */
export function playNotes(
  instrument: Instrument,
  notes: readonly Note[],
  options: { dice: Dice; lengthSamples: number }
): Float32Array {
  const sum = new Float32Array(options.lengthSamples)
  for (const note of notes) {
    const start = Math.round(note.startSeconds * sampleRate)
    const sound = instrument(note, options.dice)
    const count = Math.min(sound.length, sum.length - start)
    for (let t = 0; t < count; t++) sum[start + t] += sound[t]
  }
  return sum
}

/** A straight rise from 0 at the beginning and fall to 0 at the end, in place. */
export function fadeEnds(sound: Float32Array, attackSeconds: number, releaseSeconds: number): void {
  const attack = Math.min(sound.length / 2, attackSeconds * sampleRate)
  const release = Math.min(sound.length / 2, releaseSeconds * sampleRate)
  for (let t = 0; t < sound.length; t++) {
    sound[t] *= Math.min(1, t / Math.max(1, attack), (sound.length - 1 - t) / Math.max(1, release))
  }
}

/** How loud a note of that velocity is. */
export function velocityGain(velocity: number): number {
  return (velocity / 127) ** 1.5
}
