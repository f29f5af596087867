import type { Dice } from '../score/dice'
import { writeDrumPattern, type DrumPattern, type DrumVoice } from '../score/drum-pattern'
import { writePart, type Role } from '../score/parts'
import type { Note, Song } from '../score/song'
import { playDrums, randomDrumKit, recordedDrumKit, type DrumKit } from '../sound/drum-kit'
import { frequencyModulation } from '../sound/frequency-modulation'
import { blownPipe, bowedString, singingVoice } from '../sound/held-tone'
import { playNotes, type Instrument } from '../sound/instrument'
import { pluckedString } from '../sound/plucked-string'
import { playSoundFont, type SoundFont } from '../sound/sound-font'
import { centred, type StereoSignal } from '../sound/stereo-signal'
import { struckStrings } from '../sound/struck-strings'

/** Training learns from FluidR3 and the synthesizer, validation asks with another font. */
export const splits = ['training', 'validation'] as const
export type Split = (typeof splits)[number]

export const families = ['keys', 'organ', 'guitar', 'bass', 'strings', 'brass', 'wood', 'voice'] as const
export type Family = (typeof families)[number]

/** What a mixture is made with. */
export interface Studio {
  readonly song: Song
  readonly dice: Dice
  readonly lengthSamples: number
  readonly split: Split
}

export interface Played {
  readonly signal: StereoSignal
  readonly notes: readonly Note[]
}

interface FamilyFacts {
  /** of General MIDI, from 0 */
  readonly programs: readonly number[]
  readonly roles: readonly Role[]
  /** between which pitches the lowest octave begins */
  readonly register: readonly [number, number]
  readonly synthesizers: readonly ((dice: Dice) => Instrument)[]
  /** how often it is the synthesizer that plays in training */
  readonly synthesizedShare: number
}

/** Kept out of training wherever FluidR3 plays, for judging: what people most often separate. */
export const reservedPrograms: readonly number[] = [0, 1, 4, 5, 24, 25, 26, 32, 33, 34, 52, 53, 56, 57, 61, 64, 65, 66]

const facts: Readonly<Record<Family, FamilyFacts>> = {
  keys: {
    programs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 108],
    roles: ['chords', 'arpeggio', 'melody', 'chords', 'arpeggio'],
    register: [43, 67],
    synthesizers: [struckStrings, struckStrings, frequencyModulation],
    synthesizedShare: 0.5
  },
  organ: {
    programs: [16, 17, 18, 19, 20, 21, 22, 80, 81, 82, 83, 87, 88, 89, 90, 91, 92, 94, 95],
    roles: ['pad', 'chords', 'melody', 'pad', 'arpeggio'],
    register: [43, 67],
    synthesizers: [blownPipe],
    synthesizedShare: 0.3
  },
  guitar: {
    programs: [24, 25, 26, 27, 28, 29, 30, 45, 46, 104, 105, 106, 107],
    roles: ['strum', 'arpeggio', 'riff', 'melody', 'chords'],
    register: [40, 60],
    synthesizers: [pluckedString],
    synthesizedShare: 0.5
  },
  bass: {
    programs: [32, 33, 34, 35, 36, 37, 38, 39, 43],
    roles: ['bass', 'bass', 'riff'],
    register: [26, 36],
    synthesizers: [pluckedString, pluckedString, frequencyModulation, blownPipe],
    synthesizedShare: 0.45
  },
  strings: {
    programs: [40, 41, 42, 44, 48, 49, 50, 51, 110],
    roles: ['melody', 'pad', 'pad', 'melody', 'riff'],
    register: [38, 70],
    synthesizers: [bowedString],
    synthesizedShare: 0.35
  },
  brass: {
    programs: [56, 57, 58, 59, 60, 61, 62, 63],
    roles: ['melody', 'chords', 'riff', 'pad'],
    register: [46, 67],
    synthesizers: [blownPipe],
    synthesizedShare: 0.35
  },
  wood: {
    programs: [64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 77, 79, 109, 111],
    roles: ['melody', 'melody', 'riff', 'pad'],
    register: [50, 74],
    synthesizers: [blownPipe],
    synthesizedShare: 0.35
  },
  voice: {
    programs: [52, 53, 54, 85],
    roles: ['melody', 'melody', 'pad'],
    register: [46, 67],
    synthesizers: [singingVoice],
    synthesizedShare: 0.75
  }
}

const familyWeights = { keys: 20, organ: 12, guitar: 20, bass: 10, strings: 12, brass: 8, wood: 10, voice: 8 }

export function randomFamily(dice: Dice, without: readonly Family[] = []): Family {
  const entries = Object.entries(familyWeights).filter(([family]) => !without.includes(family as Family))
  return dice.pickWeighted(Object.fromEntries(entries) as Record<Family, number>)
}

/** With which programs of General MIDI a family may be played. */
export function programsOf(family: Family, split: Split): readonly number[] {
  const { programs } = facts[family]
  return split === 'training' ? programs.filter((program) => !reservedPrograms.includes(program)) : programs
}

/** An instrument of a family plays a part of its own, or the notes that are given. */
export function playPart(studio: Studio, family: Family, given: { role?: Role; notes?: readonly Note[] } = {}): Played {
  const { song, dice, lengthSamples, split } = studio
  const { roles, register, synthesizers, synthesizedShare } = facts[family]
  const role = given.role ?? dice.pick(roles)
  const lowest = dice.integer(register[0], register[1] + 1)
  const written = writePart(song, dice, { role, lowest, velocity: dice.uniform(60, 112) })
  const notes = given.notes ?? written
  if (dice.chance(split === 'training' ? synthesizedShare : 0.07)) {
    const instrument = dice.pick(synthesizers)(dice)
    return { signal: centred(playNotes(instrument, notes, { dice, lengthSamples })), notes }
  }
  const program = dice.pick(programsOf(family, split))
  const signal = playSoundFont(fontOf(split), notes, { program, isDrums: false, lengthSamples })
  const isDistorted = (program >= 27 && program <= 30 && dice.chance(0.5)) || dice.chance(0.04)
  return { signal: isDistorted ? distorted(signal, dice.uniform(2, 15)) : signal, notes }
}

/** A set of drums, and what is struck with which voice. */
export interface Drummer {
  play(pattern: DrumPattern): StereoSignal
}

/** Programs of channel 10 in FluidR3 and MuseScore General. The standard kit, 0, is not learned from. */
const trainingKits = [8, 16, 24, 25, 32, 40]
/** of the kits that are not the sound font's */
const recordedKitShare = 0.4
const validationKits = [0, 8, 16, 24, 25, 32, 40]
const drumKeys: Readonly<Record<DrumVoice, readonly number[]>> = {
  kick: [35, 36],
  snare: [38, 40],
  hat: [42, 44, 46],
  tom: [41, 43, 45, 47, 48, 50],
  cymbal: [49, 51, 57, 59, 53, 55],
  hand: [37, 39, 54, 56, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 73, 75, 76, 77, 81]
}

export function randomDrummer({ dice, lengthSamples, split }: Studio): Drummer {
  if (dice.chance(split === 'training' ? 0.55 : 0)) {
    const kit: DrumKit = dice.chance(recordedKitShare) ? recordedDrumKit(dice) : randomDrumKit(dice)
    return { play: (pattern) => centred(playDrums(kit, pattern, { dice, lengthSamples })) }
  }
  const program = dice.pick(split === 'training' ? trainingKits : validationKits)
  const keys = new Map(Object.entries(drumKeys).map(([voice, all]) => [voice, dice.shuffle(all)]))
  return {
    play(pattern) {
      const notes = [...pattern].flatMap(([voice, hits]) =>
        hits.map(({ startSeconds, velocity, variant }) => {
          const ofVoice = keys.get(voice)!
          return { startSeconds, durationSeconds: 0.3, pitch: ofVoice[variant % ofVoice.length], velocity }
        })
      )
      return playSoundFont(fontOf(split), notes, { program, isDrums: true, lengthSamples })
    }
  }
}

export function playKit(studio: Studio, voices: readonly DrumVoice[]): StereoSignal {
  return randomDrummer(studio).play(writeDrumPattern(studio.song, studio.dice, voices))
}

function fontOf(split: Split): SoundFont {
  return split === 'training' ? 'fluid' : 'museScore'
}

function distorted({ left, right }: StereoSignal, drive: number): StereoSignal {
  const peak = left.reduce((most, x, t) => Math.max(most, Math.abs(x), Math.abs(right[t])), 1e-6)
  const bend = (x: number): number => Math.tanh((drive * x) / peak)
  return { left: left.map(bend), right: right.map(bend) }
}
