import type { Dice } from '../score/dice'
import type { DrumPattern, DrumVoice, Hit } from '../score/drum-pattern'
import { bandPass, filtered, highPass, lowPass } from './biquad'
import { membrane, noiseBurst, type Strike } from './drum-sounds'
import { strikeRecordings } from './recorded-strikes'
import { sampleRate } from './stereo-signal'

/** A kit of random sounds: for each voice some, one for each variant of a hit. */
export type DrumKit = Readonly<Record<DrumVoice, readonly Strike[]>>

export function randomDrumKit(dice: Dice): DrumKit {
  return {
    kick: [kick(dice)],
    snare: [snare(dice)],
    hat: [hat(dice, 0.03), hat(dice, 0.05), hat(dice, dice.uniform(0.15, 0.5))],
    tom: toms(dice),
    cymbal: [cymbal(dice), cymbal(dice)],
    hand: dice.pick([clapsAndShakers, handDrums, tabla])(dice)
  }
}

/** A random kit of which kick, snare and what is struck by hand are recordings. */
export function recordedDrumKit(dice: Dice): DrumKit {
  const kit = randomDrumKit(dice)
  const voices = Object.keys(kit) as DrumVoice[]
  return Object.fromEntries(
    voices.map((voice) => [voice, strikeRecordings(voice, kit[voice].length, dice) ?? kit[voice]])
  ) as DrumKit
}

/** The hits of a voice, each with the sound of its variant, mono. */
export function playDrums(
  kit: DrumKit,
  pattern: DrumPattern,
  options: { dice: Dice; lengthSamples: number }
): Float32Array {
  const sum = new Float32Array(options.lengthSamples)
  for (const [voice, hits] of pattern) for (const hit of hits) addHit(sum, kit[voice], hit, options.dice)
  return sum
}

function addHit(sum: Float32Array, sounds: readonly Strike[], hit: Hit, dice: Dice): void {
  const sound = sounds[hit.variant % sounds.length](dice)
  const gain = (hit.velocity / 127) ** 1.5
  const start = Math.round(hit.startSeconds * sampleRate)
  const count = Math.min(sound.length, sum.length - start)
  for (let t = 0; t < count; t++) sum[start + t] += gain * sound[t]
}

function kick(dice: Dice): Strike {
  const body = membrane({
    hertz: dice.uniform(42, 75),
    bend: dice.uniform(0.5, 4),
    bendSeconds: dice.uniform(0.015, 0.06),
    decaySeconds: dice.uniform(0.08, 0.4),
    modes: [{ ratio: 1, level: 1, decay: 1 }]
  })
  const click = noiseBurst({ decaySeconds: dice.uniform(0.002, 0.01), level: dice.uniform(0, 0.4) })
  const tone = lowPass(dice.uniform(1500, 6000))
  return (random) => summed(body(random), filtered(click(random), tone))
}

function snare(dice: Dice): Strike {
  const base = dice.uniform(150, 260)
  const body = membrane({
    hertz: base,
    ...{ bend: dice.uniform(0, 0.4), bendSeconds: 0.02, decaySeconds: dice.uniform(0.04, 0.15) },
    modes: [
      { ratio: 1, level: dice.uniform(0.2, 0.7), decay: 1 },
      { ratio: dice.uniform(1.5, 1.9), level: dice.uniform(0.1, 0.5), decay: 0.7 }
    ]
  })
  const wires = noiseBurst({ decaySeconds: dice.uniform(0.05, 0.2), level: dice.uniform(0.5, 1.2) })
  const [low, high] = [highPass(dice.uniform(600, 2500)), lowPass(dice.uniform(6000, 14_000))]
  return (random) => summed(body(random), filtered(filtered(wires(random), low), high))
}

function hat(dice: Dice, decaySeconds: number): Strike {
  const noise = noiseBurst({ decaySeconds: decaySeconds * dice.uniform(0.6, 1.6), level: 1 })
  const edge = highPass(dice.uniform(5000, 9000), dice.uniform(0.7, 2))
  const ring = bandPass(dice.uniform(7000, 12_000), dice.uniform(1, 4))
  return (random) => {
    const burst = filtered(noise(random), edge)
    return summed(burst, filtered(burst, ring))
  }
}

function toms(dice: Dice): Strike[] {
  const [base, spread] = [dice.uniform(70, 130), dice.uniform(1.2, 1.5)]
  const shape = {
    bend: dice.uniform(0.1, 0.6),
    bendSeconds: dice.uniform(0.03, 0.1),
    decaySeconds: dice.uniform(0.15, 0.5),
    modes: [
      { ratio: 1, level: 1, decay: 1 },
      { ratio: 1.59, level: dice.uniform(0.1, 0.5), decay: 0.5 },
      { ratio: 2.14, level: dice.uniform(0, 0.3), decay: 0.4 }
    ]
  }
  const stick = noiseBurst({ decaySeconds: 0.008, level: dice.uniform(0.05, 0.4) })
  return [0, 1, 2].map((size): Strike => {
    const body = membrane({ ...shape, hertz: base * spread ** size })
    return (random) => summed(body(random), stick(random))
  })
}

function cymbal(dice: Dice): Strike {
  const noise = noiseBurst({ decaySeconds: dice.uniform(0.4, 1.5), level: 0.5 })
  const edge = highPass(dice.uniform(2500, 6000))
  const bell = membrane({
    hertz: dice.uniform(300, 900),
    ...{ bend: 0, bendSeconds: 0.01, decaySeconds: dice.uniform(0.3, 1.2) },
    modes: [1, 1.48, 2.31, 3.17, 4.63, 6.1].map((ratio) => ({
      ratio: ratio * dice.uniform(0.95, 1.05),
      ...{ level: dice.uniform(0.01, 0.12), decay: 1 }
    }))
  })
  return (random) => summed(bell(random), filtered(noise(random), edge))
}

function clapsAndShakers(dice: Dice): Strike[] {
  const clapBand = bandPass(dice.uniform(900, 2000), dice.uniform(0.8, 2))
  const clap = noiseBurst({ decaySeconds: dice.uniform(0.05, 0.15), level: 1.5, bursts: dice.integer(1, 5) })
  const shakerBand = highPass(dice.uniform(3000, 7000))
  const shaker = noiseBurst({
    decaySeconds: dice.uniform(0.03, 0.08),
    level: 0.6,
    riseSeconds: dice.uniform(0.01, 0.04)
  })
  const block = membrane({
    hertz: dice.uniform(500, 1800),
    ...{ bend: 0, bendSeconds: 0.01, decaySeconds: dice.uniform(0.02, 0.12) },
    modes: [
      { ratio: 1, level: 0.6, decay: 1 },
      { ratio: dice.uniform(1.4, 2.8), level: 0.4, decay: 0.6 }
    ]
  })
  return dice.shuffle<Strike>([
    (random) => filtered(clap(random), clapBand),
    (random) => filtered(shaker(random), shakerBand),
    block
  ])
}

/** Congas or bongos: open, muffled and slapped. */
function handDrums(dice: Dice): Strike[] {
  const base = dice.uniform(140, 350)
  const skin = (ratio: number, decaySeconds: number): Strike =>
    membrane({
      hertz: base * ratio,
      ...{ bend: dice.uniform(0, 0.1), bendSeconds: 0.03, decaySeconds },
      modes: [
        { ratio: 1, level: 1, decay: 1 },
        { ratio: 1.59, level: dice.uniform(0.1, 0.4), decay: 0.6 },
        { ratio: 2.3, level: dice.uniform(0.05, 0.2), decay: 0.4 }
      ]
    })
  const slap = noiseBurst({ decaySeconds: 0.02, level: dice.uniform(0.3, 0.9) })
  const slapBand = bandPass(dice.uniform(1500, 4000), 1)
  const [open, low, muffled] = [skin(1, dice.uniform(0.1, 0.35)), skin(0.75, dice.uniform(0.1, 0.35)), skin(1.05, 0.04)]
  return [open, low, (random) => summed(muffled(random), filtered(slap(random), slapBand)), muffled]
}

/**
 * A pair of loaded membranes, whose modes are nearly harmonic: ringing strokes of the small drum, gliding ones of the large.
 *
 * @see Raman 1934, The Indian musical drums, Proceedings of the Indian Academy of Sciences A1
 */
function tabla(dice: Dice): Strike[] {
  const high = dice.uniform(250, 420)
  const low = dice.uniform(65, 120)
  const ringing = (levels: readonly number[], decaySeconds: number): Strike =>
    membrane({
      hertz: high,
      ...{ bend: 0, bendSeconds: 0.01, decaySeconds },
      modes: levels.map((level, i) => ({ ratio: i + 1 + dice.normal(0.01), level, decay: 1 / (1 + 0.3 * i) }))
    })
  const gliding = membrane({
    hertz: low,
    ...{ bend: dice.uniform(-0.3, 0.5), bendSeconds: dice.uniform(0.05, 0.25), decaySeconds: dice.uniform(0.15, 0.5) },
    modes: [
      { ratio: 1, level: 1, decay: 1 },
      { ratio: 2, level: 0.3, decay: 0.5 }
    ]
  })
  const slap = noiseBurst({ decaySeconds: dice.uniform(0.01, 0.04), level: dice.uniform(0.2, 0.7) })
  const slapBand = bandPass(dice.uniform(800, 3000), 0.8)
  const rim = ringing([0.3, 0.8, 0.5, 0.2, 0.1], dice.uniform(0.15, 0.5))
  const tone = ringing([1, 0.3, 0.2, 0.1], dice.uniform(0.2, 0.6))
  const closed: Strike = (random) => filtered(slap(random), slapBand)
  return [rim, gliding, closed, tone, (random) => summed(rim(random), gliding(random)), closed]
}

function summed(a: Float32Array, b: Float32Array): Float32Array {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  const sum = longer.slice()
  for (let t = 0; t < shorter.length; t++) sum[t] += shorter[t]
  return sum
}
