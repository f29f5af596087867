import { Dice } from '../score/dice'
import { writeDrumPattern, type DrumVoice } from '../score/drum-pattern'
import { composeSong } from '../score/song'
import { speak } from '../sound/speech'
import { addStereo, centred, levelOf, sampleRate, stereoSilence, type StereoSignal } from '../sound/stereo-signal'
import {
  families,
  playKit,
  playPart,
  randomDrummer,
  randomFamily,
  type Family,
  type Split,
  type Studio
} from './players'
import { produce, randomProduction } from './production'

/** What stands beside what, and of a hundred mixtures how many are such. */
export const mixtureKinds = {
  'drums and pitched': 29,
  pitched: 27,
  'kit apart': 13,
  speech: 10,
  'percussion and held': 9,
  sections: 7,
  unison: 5
} as const
export type MixtureKind = keyof typeof mixtureKinds

export interface Mixture {
  readonly kind: MixtureKind
  readonly seconds: number
  /** what each source adds to the mixture, which is their sum */
  readonly sources: readonly StereoSignal[]
}

interface Part {
  readonly signal: StereoSignal
  readonly gainDecibels: number
}

const usualLevel = 0.07
const silentLevel = 1e-5

/** A random mixture of 8 … 12 s; the same bits for the same seed. Sources that happen to be silent are left out. */
export function makeMixture(seed: number, split: Split): Mixture {
  // Validation has streams of its own.
  const dice = new Dice(2 * seed + (split === 'validation' ? 1 : 0))
  const seconds = dice.uniform(8, 12)
  const lengthSamples = Math.round(seconds * sampleRate)
  const song = composeSong(dice, seconds)
  const kind = dice.pickWeighted(mixtureKinds)
  const parts = playKind(kind, { song, dice, lengthSamples, split })
  const production = randomProduction(dice)
  const sources = parts.flatMap(({ signal, gainDecibels }) => {
    const produced = produce(signal, production, dice)
    if (kind !== 'kit apart' && dice.chance(0.12)) silenceEnd(produced, dice)
    const level = levelOf(produced)
    if (level < silentLevel) return []
    return [scaled(produced, (usualLevel / level) * 10 ** ((gainDecibels + dice.normal(2.5)) / 20))]
  })
  return { kind, seconds, sources }
}

export function sumOf(sources: readonly StereoSignal[]): StereoSignal {
  const sum = stereoSilence(sources[0].left.length)
  for (const source of sources) addStereo(sum, source, 1)
  return sum
}

function playKind(kind: MixtureKind, studio: Studio): Part[] {
  switch (kind) {
    case 'drums and pitched':
      return playBand(studio)
    case 'pitched':
      return playPitched(studio)
    case 'kit apart':
      return playKitApart(studio)
    case 'speech':
      return playSpeech(studio)
    case 'percussion and held':
      return playPercussionAndHeld(studio)
    case 'sections':
      return playSections(studio)
    case 'unison':
      return playUnison(studio)
  }
}

function playBand(studio: Studio): Part[] {
  const { dice } = studio
  const count = Number(dice.pickWeighted({ '1': 50, '2': 30, '3': 20 }))
  const pitched = Array.from({ length: count }, (_, i) =>
    playPart(studio, count > 1 && i === 0 ? 'bass' : randomFamily(dice))
  )
  return [part(playKit(studio, kitVoices(studio))), ...pitched.map(({ signal }) => part(signal))]
}

function playPitched(studio: Studio): Part[] {
  const { dice } = studio
  const count = Number(dice.pickWeighted({ '2': 60, '3': 27, '4': 13 }))
  const used: Family[] = []
  return Array.from({ length: count }, (_, i) => {
    const family = randomFamily(dice, dice.chance(0.75) ? used : [])
    used.push(family)
    return part(playPart(studio, family, i === 1 && dice.chance(0.4) ? { role: 'melody' } : {}).signal)
  })
}

/** The pieces of one kit are the sources. */
function playKitApart(studio: Studio): Part[] {
  const { dice } = studio
  const more = dice.pick<DrumVoice[]>([['tom'], ['cymbal'], ['hand'], ['tom', 'cymbal']])
  const all: DrumVoice[] = ['kick', 'snare', 'hat', ...(dice.chance(0.5) ? more : [])]
  const voices = dice.chance(0.12) ? all.slice(0, 2) : all
  const drummer = randomDrummer(studio)
  const pattern = writeDrumPattern(studio.song, dice, voices)
  return voices.map((voice) => ({
    signal: drummer.play(new Map([[voice, pattern.get(voice)!]])),
    gainDecibels: voice === 'hat' ? -4 : 0
  }))
}

/** Someone speaks while something is played. */
function playSpeech(studio: Studio): Part[] {
  const { dice, lengthSamples } = studio
  const speech = centred(speak(dice, lengthSamples))
  const count = Number(dice.pickWeighted({ '1': 40, '2': 35, '3': 25 }))
  const music = Array.from({ length: count }, () => playPart(studio, randomFamily(dice)).signal)
  if (dice.chance(0.35)) music.push(playKit(studio, kitVoices(studio)))
  return [part(speech), part(balanced(music))]
}

function playPercussionAndHeld(studio: Studio): Part[] {
  const { dice } = studio
  const hands: DrumVoice[] = dice.chance(0.5) ? ['hand', 'tom'] : ['hand']
  const percussion = playKit(studio, dice.chance(0.6) ? hands : kitVoices(studio))
  const family = dice.pick<Family>(['organ', 'strings', 'voice', 'wood', 'brass'])
  return [part(percussion), part(playPart(studio, family, { role: dice.pick(['pad', 'melody']) }).signal)]
}

/** Several instruments of a family are one source. */
function playSections(studio: Studio): Part[] {
  const { dice } = studio
  const count = dice.integer(2, 5)
  const parts = Array.from({ length: count }, () => {
    const family = dice.pick(families)
    return part(balanced(Array.from({ length: dice.integer(1, 4) }, () => playPart(studio, family).signal)))
  })
  return dice.chance(0.5) ? [...parts, part(playKit(studio, kitVoices(studio)))] : parts
}

/** Two instruments play the same notes, or octaves. */
function playUnison(studio: Studio): Part[] {
  const { dice } = studio
  const first = dice.pick<Family>(['keys', 'guitar', 'strings', 'organ'])
  const lead = playPart(studio, first, { role: dice.pick(['melody', 'riff', 'arpeggio']) })
  const interval = dice.pick([0, 0, 12, -12])
  const notes = lead.notes.map((note) => ({
    ...note,
    startSeconds: Math.max(0, note.startSeconds + 0.02 + dice.normal(0.006)),
    pitch: note.pitch + interval
  }))
  return [part(lead.signal), part(playPart(studio, randomFamily(dice, [first, 'bass']), { notes }).signal)]
}

function kitVoices({ dice }: Studio): DrumVoice[] {
  const more = (['tom', 'cymbal', 'hand'] as const).filter(() => dice.chance(0.35))
  return ['kick', 'snare', 'hat', ...more]
}

function part(signal: StereoSignal): Part {
  return { signal, gainDecibels: 0 }
}

/** The sum of signals, all equally loud. */
function balanced(signals: readonly StereoSignal[]): StereoSignal {
  const sum = stereoSilence(signals[0].left.length)
  for (const signal of signals) addStereo(sum, signal, 1 / (levelOf(signal) + 1e-6))
  return sum
}

/** It enters late, or leaves early. */
function silenceEnd({ left, right }: StereoSignal, dice: Dice): void {
  const cut = Math.floor(left.length * dice.uniform(0.25, 0.6))
  const [from, to] = dice.chance(0.5) ? [0, cut] : [cut, left.length]
  left.fill(0, from, to)
  right.fill(0, from, to)
}

function scaled({ left, right }: StereoSignal, gain: number): StereoSignal {
  return { left: left.map((x) => gain * x), right: right.map((x) => gain * x) }
}
