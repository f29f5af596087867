import type { Dice } from './dice'
import { chordPitches, degreePitch, intoOctave, swungSeconds, type Note, type Song } from './song'

/** What an instrument plays in a song. */
export type Role = 'chords' | 'strum' | 'pad' | 'arpeggio' | 'riff' | 'melody' | 'bass'

export interface PartOptions {
  readonly role: Role
  /** the lowest pitch of the octave in which it plays */
  readonly lowest: number
  /** of most notes; each is a little louder or softer */
  readonly velocity: number
}

const chordRhythms = [
  [0, 1, 2, 3],
  [0, 2],
  [0, 1.5, 2.5],
  [0.5, 1.5, 2.5, 3.5],
  [0, 0.75, 1.5, 2, 3],
  [0],
  [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]
]

/** A random part of a song in one of the roles, never an empty one. Notes may end after the song, but none begins there. */
export function writePart(song: Song, dice: Dice, options: PartOptions): Note[] {
  const notes = writeRole(song, dice, options).flatMap((note) => {
    const startSeconds = note.startSeconds + Math.abs(dice.normal(0.008))
    const velocity = Math.min(127, Math.max(1, note.velocity + dice.normal(9)))
    return startSeconds < song.seconds ? [{ ...note, startSeconds, velocity }] : []
  })
  return notes.length > 0 ? notes : writePart(song, dice, options)
}

function writeRole(song: Song, dice: Dice, options: PartOptions): Note[] {
  switch (options.role) {
    case 'chords':
    case 'strum':
      return writeChords(song, dice, options)
    case 'pad':
      return writePad(song, options)
    case 'arpeggio':
      return writeArpeggio(song, dice, options)
    case 'bass':
      return writeBass(song, dice, options)
    case 'riff':
    case 'melody':
      return writeMelody(song, dice, options)
  }
}

function writeChords(song: Song, dice: Dice, { role, lowest, velocity }: PartOptions): Note[] {
  const rhythm = dice.pick(chordRhythms).filter((beat) => beat < song.beatsPerBar)
  const length = dice.pick([0.3, 0.6, 1])
  return bars(song).flatMap((bar) => {
    const chord = chordPitches(song, bar, { lowest, noteCount: dice.pick([3, 3, 4]) })
    if (role === 'strum') chord.push(chord[0] + 12)
    return rhythm.flatMap((beat, i) => {
      if (dice.chance(0.07)) return []
      const beats = (rhythm[i + 1] ?? song.beatsPerBar) - beat
      const start = swungSeconds(song, bar * song.beatsPerBar + beat)
      const durationSeconds = Math.max(0.08, beats * song.beatSeconds * length)
      const strokeSeconds = role === 'strum' ? dice.uniform(0.005, 0.025) : 0
      return chord.map((pitch, string) => ({
        startSeconds: start + string * strokeSeconds,
        ...{ durationSeconds, pitch, velocity }
      }))
    })
  })
}

function writePad(song: Song, { lowest, velocity }: PartOptions): Note[] {
  return bars(song).flatMap((bar) =>
    chordPitches(song, bar, { lowest, noteCount: 3 }).map((pitch) => ({
      startSeconds: bar * song.barSeconds,
      durationSeconds: 1.02 * song.barSeconds,
      ...{ pitch, velocity }
    }))
  )
}

function writeArpeggio(song: Song, dice: Dice, { lowest, velocity }: PartOptions): Note[] {
  const stepBeats = dice.pick([0.25, 0.5, 0.5, 1 / 3])
  const stepCount = Math.round(song.beatsPerBar / stepBeats)
  const shape = dice.pick(['up', 'up and down', 'any'] as const)
  return bars(song).flatMap((bar) => {
    const chord = chordPitches(song, bar, { lowest, noteCount: 3 })
    const up = [...chord, chord[0] + 12]
    const order = shape === 'up' ? up : shape === 'any' ? dice.shuffle(up) : [...up, ...up.slice(1, -1).reverse()]
    return Array.from({ length: stepCount }, (_, step) => ({
      startSeconds: swungSeconds(song, bar * song.beatsPerBar + step * stepBeats),
      durationSeconds: stepBeats * song.beatSeconds * dice.uniform(0.7, 1.5),
      pitch: order[step % order.length],
      velocity
    }))
  })
}

function writeBass(song: Song, dice: Dice, { lowest, velocity }: PartOptions): Note[] {
  const stepBeats = dice.pick([0.5, 1, 1, 2])
  const steps = dice.chance(0.4) ? [0, 2, 3, 4, 5, 7, 9] : [0, 7, 12, 5, -5]
  return bars(song).flatMap((bar) => {
    const root = intoOctave(degreePitch(song, song.chordDegrees[bar]), lowest)
    return Array.from({ length: Math.ceil(song.beatsPerBar / stepBeats) }, (_, step) => step).flatMap((step) => {
      if (dice.chance(0.1)) return []
      const pitch = step === 0 || dice.chance(0.5) ? root : root + dice.pick(steps)
      return {
        startSeconds: swungSeconds(song, bar * song.beatsPerBar + step * stepBeats),
        durationSeconds: stepBeats * song.beatSeconds * dice.uniform(0.6, 0.98),
        ...{ pitch, velocity }
      }
    })
  })
}

/** A walk along the scale; a riff is one of a bar or two that comes again. */
function writeMelody(song: Song, dice: Dice, { role, lowest, velocity }: PartOptions): Note[] {
  const totalBeats = song.barCount * song.beatsPerBar
  const phraseBeats = role === 'riff' ? song.beatsPerBar * dice.pick([1, 2]) : totalBeats
  const pace = dice.pick([0.5, 1, 1, 2])
  const legato = dice.uniform(0.6, 1.02)
  const restShare = dice.uniform(0, 0.25)
  const base = lowest - (lowest % 12)
  const phrase: { beat: number; beats: number; pitch: number }[] = []
  let degree = dice.integer(0, 7)
  for (let beat = dice.pick([0, 0, 0.5, 1]); beat < phraseBeats;) {
    const beats = pace * dice.pick([0.25, 0.5, 0.5, 1, 1, 1.5, 2])
    degree = Math.min(11, Math.max(-3, degree + dice.pick([-3, -2, -1, -1, 0, 1, 1, 2, 3])))
    const pitch = base + degreePitch(song, degree)
    if (!dice.chance(restShare)) phrase.push({ beat, beats: beats * legato, pitch })
    beat += beats
  }
  const repeats = Math.ceil(totalBeats / phraseBeats)
  return Array.from({ length: repeats }, (_, repeat) => repeat).flatMap((repeat) =>
    phrase.map(({ beat, beats, pitch }) => ({
      startSeconds: swungSeconds(song, repeat * phraseBeats + beat),
      durationSeconds: beats * song.beatSeconds,
      ...{ pitch, velocity }
    }))
  )
}

function bars({ barCount }: Song): number[] {
  return Array.from({ length: barCount }, (_, bar) => bar)
}
