import type { Dice } from './dice'

/** One note, in seconds from the beginning; pitch and velocity as in MIDI, the pitch may lie between two keys. */
export interface Note {
  readonly startSeconds: number
  readonly durationSeconds: number
  readonly pitch: number
  readonly velocity: number
}

/** What all parts of a mixture have in common: tempo, metre, scale and a row of chords. */
export interface Song {
  readonly seconds: number
  readonly beatSeconds: number
  readonly beatsPerBar: number
  readonly barSeconds: number
  readonly barCount: number
  /** pitch class of the first degree */
  readonly key: number
  /** semitones of the seven degrees above the key */
  readonly scale: readonly number[]
  /** for each bar the degree, 0 … 6, on which its chord stands */
  readonly chordDegrees: readonly number[]
  /** by how much of an eighth the off-beat eighths come late, 0 straight … 1/3 triplets */
  readonly swing: number
}

/** major, minor, dorian, mixolydian, harmonic minor */
const scales = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  harmonicMinor: [0, 2, 3, 5, 7, 8, 11]
}

export function composeSong(dice: Dice, seconds: number): Song {
  const beatSeconds = 60 / dice.uniform(66, 165)
  const beatsPerBar = dice.pick([4, 4, 4, 3])
  const barSeconds = beatSeconds * beatsPerBar
  const barCount = Math.floor(seconds / barSeconds) + 1
  const scaleName = dice.pickWeighted({ major: 35, minor: 25, dorian: 15, mixolydian: 15, harmonicMinor: 10 })
  const rowLength = dice.pick([2, 4, 4, 4])
  const row = Array.from({ length: rowLength }, (_, i) =>
    i === 0 ? 0 : Number(dice.pickWeighted({ '0': 30, '3': 20, '4': 20, '5': 15, '1': 10, '2': 5 }))
  )
  return {
    ...{ seconds, beatSeconds, beatsPerBar, barSeconds, barCount },
    key: dice.integer(0, 12),
    scale: scales[scaleName],
    chordDegrees: Array.from({ length: barCount }, (_, bar) => row[bar % rowLength]),
    swing: dice.pick([0, 0, 0, 0.2, 1 / 3])
  }
}

/** Semitones above the lowest C of a degree, which may go beyond the octave on either side. */
export function degreePitch({ key, scale }: Song, degree: number): number {
  const octave = Math.floor(degree / 7)
  return key + scale[degree - 7 * octave] + 12 * octave
}

/** Where the music really plays what is written at so many beats. */
export function swungSeconds({ beatSeconds, swing }: Song, beats: number): number {
  const isOffBeat = Math.abs((((beats % 1) + 1) % 1) - 0.5) < 0.01
  return beatSeconds * (beats + (isOffBeat ? swing / 2 : 0))
}

/** The pitch in the octave from `lowest` on that is as many octaves away as it takes. */
export function intoOctave(pitch: number, lowest: number): number {
  return lowest + ((((pitch - lowest) % 12) + 12) % 12)
}

/** The chord of a bar in close position from `lowest` on, low to high. */
export function chordPitches(song: Song, bar: number, options: { lowest: number; noteCount: number }): number[] {
  const root = song.chordDegrees[bar]
  const pitches = Array.from({ length: options.noteCount }, (_, i) =>
    intoOctave(degreePitch(song, root + 2 * i), options.lowest)
  )
  return [...new Set(pitches)].sort((a, b) => a - b)
}
