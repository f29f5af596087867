import type { Dice } from '../score/dice'
import { resonances } from './biquad'
import { fadeEnds, pitchHertz, velocityGain, type Instrument } from './instrument'
import { sampleRate } from './stereo-signal'

const tableSamples = 2048

/** What tells one held sound from another; frequencies of `formants` are fixed, whatever the pitch. */
interface HeldTimbre {
  readonly levels: readonly number[]
  readonly attackSeconds: number
  readonly releaseSeconds: number
  readonly vibratoDepth: number
  readonly vibratoHertz: number
  readonly vibratoDelaySeconds: number
  /** relative level of breath or bow noise */
  readonly noise: number
  /** what remains of the loudness after the first third of a second */
  readonly sustain: number
  readonly tremoloDepth: number
  /** how many detuned players there are */
  readonly players: number
  readonly formants: (dice: Dice) => readonly { hertz: number; quality: number; gain: number }[]
  readonly directGain: number
}

/** A random organ, reed, flute or brass: harmonics of random level, held as long as the note is. */
export function blownPipe(dice: Dice): Instrument {
  const slope = dice.uniform(0.5, 2.4)
  const hasOddOnly = dice.chance(0.3)
  const isOrgan = dice.chance(0.4)
  const drawbars = isOrgan ? dice.shuffle([1, 2, 3, 4, 6, 8]).slice(0, dice.integer(2, 6)) : null
  const count = dice.pick([6, 12, 24])
  const formants = randomBody(dice)
  return heldTone({
    levels: Array.from({ length: count }, (_, i) => {
      const isSilent = drawbars ? !drawbars.includes(i + 1) : hasOddOnly && i % 2 === 1
      return isSilent ? 0 : (i + 1) ** -(drawbars ? 0.3 : slope) * 10 ** (dice.normal(3) / 20)
    }),
    attackSeconds: isOrgan ? dice.uniform(0.005, 0.03) : dice.uniform(0.015, 0.12),
    releaseSeconds: dice.uniform(0.03, 0.12),
    vibratoDepth: isOrgan ? 0 : dice.uniform(0, 0.008),
    ...{ vibratoHertz: dice.uniform(4, 7), vibratoDelaySeconds: dice.uniform(0, 0.4) },
    noise: dice.pick([0, 0, 0.02, 0.08]),
    sustain: isOrgan ? 1 : dice.uniform(0.4, 1),
    tremoloDepth: dice.chance(0.25) ? dice.uniform(0.05, 0.4) : 0,
    players: 1,
    formants: () => formants,
    directGain: 1
  })
}

/** A random bowed string or a section of them: a saw-tooth with late vibrato and bow noise through the resonances of a body. */
export function bowedString(dice: Dice): Instrument {
  const formants = [...randomBody(dice), { hertz: dice.uniform(2000, 3500), quality: 1.5, gain: dice.uniform(0, 1) }]
  return heldTone({
    levels: Array.from({ length: 40 }, (_, i) => 1 / (i + 1)),
    attackSeconds: dice.uniform(0.04, 0.25),
    releaseSeconds: dice.uniform(0.05, 0.3),
    vibratoDepth: dice.uniform(0, 0.01),
    ...{ vibratoHertz: dice.uniform(4.5, 6.8), vibratoDelaySeconds: dice.uniform(0, 0.4) },
    noise: dice.uniform(0.01, 0.08),
    ...{ sustain: dice.uniform(0.7, 1), tremoloDepth: 0 },
    players: dice.pick([1, 1, 2, 4]),
    formants: () => formants,
    directGain: dice.uniform(0.15, 0.7)
  })
}

/** First formants of sung vowels in hertz, after Peterson & Barney 1952, Journal of the Acoustical Society of America 24(2). */
const vowels = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240]
]

/** A random singer: glottal pulses through the formants of a vowel that is another with each note. */
export function singingVoice(dice: Dice): Instrument {
  const size = dice.uniform(0.9, 1.25)
  const known = dice.shuffle(vowels).slice(0, dice.integer(1, 6))
  const slope = dice.uniform(1, 1.7)
  return heldTone({
    levels: Array.from({ length: 30 }, (_, i) => (i + 1) ** -slope),
    attackSeconds: dice.uniform(0.02, 0.12),
    releaseSeconds: dice.uniform(0.04, 0.2),
    vibratoDepth: dice.uniform(0.002, 0.015),
    ...{ vibratoHertz: dice.uniform(4.5, 6.5), vibratoDelaySeconds: dice.uniform(0, 0.5) },
    noise: dice.uniform(0.01, 0.06),
    ...{ sustain: dice.uniform(0.7, 1), tremoloDepth: 0 },
    players: dice.pick([1, 1, 1, 3]),
    formants: (random) =>
      random.pick(known).map((hertz, i) => ({ hertz: hertz * size, quality: 5 + 3 * i, gain: [3, 1.6, 0.9][i] })),
    directGain: dice.uniform(0.03, 0.15)
  })
}

function heldTone(timbre: HeldTimbre): Instrument {
  const tables = new Map<number, Float32Array>()
  const tableFor = (hertz: number): Float32Array => {
    const count = Math.max(1, Math.min(timbre.levels.length, Math.floor(15_000 / hertz)))
    const known = tables.get(count) ?? oneCycle(timbre.levels.slice(0, count))
    tables.set(count, known)
    return known
  }
  return ({ pitch, durationSeconds, velocity }, dice) => {
    const { attackSeconds, releaseSeconds } = timbre
    const sound = new Float32Array(Math.ceil((Math.max(durationSeconds, attackSeconds) + releaseSeconds) * sampleRate))
    const table = tableFor(pitchHertz(pitch))
    for (let player = 0; player < timbre.players; player++) {
      const cents = timbre.players > 1 ? dice.normal(7) : 0
      addVoice(sound, { table, hertz: pitchHertz(pitch + cents / 100), phase: dice.uniform(0, tableSamples), timbre })
    }
    for (let t = 0; t < sound.length; t++) {
      const seconds = t / sampleRate
      const swell = timbre.sustain + (1 - timbre.sustain) * Math.exp(-seconds / 0.3)
      const tremolo = 1 - timbre.tremoloDepth * (0.5 + 0.5 * Math.sin(2 * Math.PI * 5.5 * seconds))
      sound[t] = (sound[t] / timbre.players + timbre.noise * dice.uniform(-1, 1)) * swell * tremolo
    }
    const bodied = resonances(sound, timbre.formants(dice), timbre.directGain)
    fadeEnds(bodied, attackSeconds, releaseSeconds)
    const gain = velocityGain(velocity)
    return bodied.map((x) => gain * x)
  }
}

function addVoice(
  sound: Float32Array,
  options: { table: Float32Array; hertz: number; phase: number; timbre: HeldTimbre }
): void {
  const { table, hertz, timbre } = options
  const step = (hertz * tableSamples) / sampleRate
  const vibrato = (2 * Math.PI * timbre.vibratoHertz) / sampleRate
  let phase = options.phase
  for (let t = 0; t < sound.length; t++) {
    const depth = timbre.vibratoDepth * Math.min(1, t / sampleRate / (timbre.vibratoDelaySeconds + 0.05))
    phase += step * (1 + depth * Math.sin(vibrato * t))
    const at = phase & (tableSamples - 1)
    const fraction = phase - Math.floor(phase)
    sound[t] += table[at] + fraction * (table[(at + 1) & (tableSamples - 1)] - table[at])
  }
}

/** Σ level_h·sin(2πht + h), of mean power 1/9. */
function oneCycle(levels: readonly number[]): Float32Array {
  const table = new Float32Array(tableSamples)
  levels.forEach((level, i) => {
    if (level === 0) return
    const h = i + 1
    for (let t = 0; t < tableSamples; t++) table[t] += level * Math.sin((2 * Math.PI * h * t) / tableSamples + h)
  })
  const power = table.reduce((sum, x) => sum + x * x, 0) / tableSamples
  return table.map((x) => x / (3 * Math.sqrt(power + 1e-12)))
}

function randomBody(dice: Dice): { hertz: number; quality: number; gain: number }[] {
  return Array.from({ length: dice.integer(1, 4) }, () => ({
    hertz: 2 ** dice.uniform(7.8, 11.5),
    quality: dice.uniform(1, 5),
    gain: dice.uniform(0.3, 2)
  }))
}
