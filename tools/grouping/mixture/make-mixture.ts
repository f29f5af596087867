import type { SourceFamily } from '@core/grouping/source-families'
import { Dice } from '../score/dice'
import { writeDrumPattern, type DrumVoice } from '../score/drum-pattern'
import { composeSong } from '../score/song'
import { speak, type Speaker } from '../sound/speech'
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
  /** what each source is; null for one of several families */
  readonly families: readonly (SourceFamily | null)[]
}

interface Part {
  readonly signal: StereoSignal
  readonly family: SourceFamily | null
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
  const sounding = parts.flatMap(({ signal, family, gainDecibels }) => {
    const produced = produce(signal, production, dice)
    if (kind !== 'kit apart' && dice.chance(0.12)) silenceEnd(produced, dice)
    const level = levelOf(produced)
    if (level < silentLevel) return []
    const gain = (usualLevel / level) * 10 ** ((gainDecibels + dice.normal(2.5)) / 20)
    return [{ source: scaled(produced, gain), family }]
  })
  return {
    ...{ kind, seconds },
    sources: sounding.map(({ source }) => source),
    families: sounding.map(({ family }) => family)
  }
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
  const pitched = Array.from({ length: count }, (_, i) => {
    const family = count > 1 && i === 0 ? 'bass' : randomFamily(dice)
    return part(playPart(studio, family).signal, family)
  })
  return [part(playKit(studio, kitVoices(studio)), 'drums'), ...pitched]
}

function playPitched(studio: Studio): Part[] {
  const { dice } = studio
  const count = Number(dice.pickWeighted({ '2': 60, '3': 27, '4': 13 }))
  const used: Family[] = []
  return Array.from({ length: count }, (_, i) => {
    const family = randomFamily(dice, dice.chance(0.75) ? used : [])
    used.push(family)
    return part(playPart(studio, family, i === 1 && dice.chance(0.4) ? { role: 'melody' } : {}).signal, family)
  })
}

const pieceFamilies: Readonly<Record<DrumVoice, SourceFamily>> = {
  ...{ kick: 'kick', snare: 'snare', hat: 'cymbals', cymbal: 'cymbals', tom: 'drums', hand: 'percussion' }
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
    family: pieceFamilies[voice],
    gainDecibels: voice === 'hat' ? -4 : 0
  }))
}

const speakers: Readonly<Record<Split, readonly Speaker[]>> = {
  training: ['kal16', 'awb', 'rms'],
  validation: ['slt']
}

/** Someone speaks while something is played. */
function playSpeech(studio: Studio): Part[] {
  const { dice, lengthSamples, split } = studio
  const speech = centred(speak(dice, { lengthSamples, people: speakers[split] }))
  const count = Number(dice.pickWeighted({ '1': 40, '2': 35, '3': 25 }))
  const music = Array.from({ length: count }, () => {
    const family = randomFamily(dice)
    return part(playPart(studio, family).signal, family)
  })
  if (dice.chance(0.35)) music.push(part(playKit(studio, kitVoices(studio)), 'drums'))
  return [part(speech, 'speech'), section(music)]
}

function playPercussionAndHeld(studio: Studio): Part[] {
  const { dice } = studio
  const hands: DrumVoice[] = dice.chance(0.5) ? ['hand', 'tom'] : ['hand']
  const isByHand = dice.chance(0.6)
  const percussion = playKit(studio, isByHand ? hands : kitVoices(studio))
  const family = dice.pick<Family>(['organ', 'strings', 'voice', 'wood', 'brass'])
  const held = playPart(studio, family, { role: dice.pick(['pad', 'melody']) }).signal
  return [part(percussion, isByHand ? 'percussion' : 'drums'), part(held, family)]
}

/** Several instruments of a family are one source. */
function playSections(studio: Studio): Part[] {
  const { dice } = studio
  const count = dice.integer(2, 5)
  const parts = Array.from({ length: count }, () => {
    const family = dice.pick(families)
    return section(Array.from({ length: dice.integer(1, 4) }, () => part(playPart(studio, family).signal, family)))
  })
  return dice.chance(0.5) ? [...parts, part(playKit(studio, kitVoices(studio)), 'drums')] : parts
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
  const second = randomFamily(dice, [first, 'bass'])
  return [part(lead.signal, first), part(playPart(studio, second, { notes }).signal, second)]
}

function kitVoices({ dice }: Studio): DrumVoice[] {
  const more = (['tom', 'cymbal', 'hand'] as const).filter(() => dice.chance(0.35))
  return ['kick', 'snare', 'hat', ...more]
}

function part(signal: StereoSignal, family: SourceFamily | null): Part {
  return { signal, family, gainDecibels: 0 }
}

/** Parts as one source, all equally loud. */
function section(parts: readonly Part[]): Part {
  const sum = stereoSilence(parts[0].signal.left.length)
  for (const { signal } of parts) addStereo(sum, signal, 1 / (levelOf(signal) + 1e-6))
  const [{ family }] = parts
  return part(sum, parts.every((other) => other.family === family) ? family : null)
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
