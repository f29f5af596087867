import type { Dice } from '../score/dice'
import { fadeEnds, pitchHertz, velocityGain, type Instrument } from './instrument'
import { sampleRate } from './stereo-signal'

const highestHertz = 14_000

/**
 * A random piano, bell or mallet: partials f_h = h·f0·√(1 + B·h²), or those of a bar, of random level, each dying away at its own
 * rate, with the noise of the hammer.
 *
 * @see Fletcher & Rossing 1998, The Physics of Musical Instruments, chapters 2 and 12
 */
export function struckStrings(dice: Dice): Instrument {
  const slope = dice.uniform(0.7, 2.2)
  const inharmonicity = dice.pick([0, 1e-4, 4e-4, 8e-4])
  const isBar = dice.chance(0.25)
  const partialCount = isBar ? 4 : dice.pick([6, 12, 20])
  const hasOddOnly = !isBar && dice.chance(0.15)
  const decaySeconds = dice.uniform(0.25, 1.8)
  const highDecay = dice.uniform(0, 0.5)
  const stretch = dice.uniform(0, 1)
  const detuning = dice.chance(0.5) ? dice.uniform(0.0003, 0.002) : 0
  const noise = dice.pick([0, 0.02, 0.1])
  const rings = dice.chance(0.3)
  const levels = Array.from({ length: partialCount }, (_, i) => (i + 1) ** -slope * 10 ** (dice.normal(4) / 20))
  const ratioOf = (h: number): number =>
    isBar ? [1, 3.93, 9.54, 16.7][h - 1] : h * Math.sqrt(1 + inharmonicity * h * h)

  return ({ pitch, durationSeconds, velocity }, random) => {
    const hertz = pitchHertz(pitch)
    // Lower strings ring longer.
    const decay = decaySeconds * (300 / hertz) ** (0.6 * stretch)
    const seconds = Math.min(4, rings ? durationSeconds + 3 * decay : durationSeconds + 0.12)
    const sound = new Float32Array(Math.ceil(seconds * sampleRate))
    const brightness = (velocity / 100) ** 0.5
    for (let h = 1; h <= partialCount; h++) {
      const partial = hertz * ratioOf(h)
      if (partial > highestHertz) break
      if (hasOddOnly && h % 2 === 0) continue
      const level = levels[h - 1] * brightness ** (h - 1)
      const decaySamples = (decay / (1 + highDecay * h)) * sampleRate
      for (const share of detuning > 0 ? [-detuning, detuning] : [0]) {
        addDecayingSine(sound, { hertz: partial * (1 + share), level, decaySamples, phase: random.uniform(0, 6.28) })
      }
    }
    for (let t = 0, level = noise; level > 1e-4 && t < sound.length; t++, level *= 0.9992) {
      sound[t] += level * random.uniform(-1, 1)
    }
    fadeEnds(sound, 0.003, 0.04)
    const gain = velocityGain(velocity)
    return sound.map((x) => gain * x)
  }
}

/** Adds level·exp(−t/decay)·sin(2πft + phase), by the recurrence of a damped rotation. */
function addDecayingSine(
  sound: Float32Array,
  options: { hertz: number; level: number; decaySamples: number; phase: number }
): void {
  const { hertz, level, decaySamples, phase } = options
  const omega = (2 * Math.PI * hertz) / sampleRate
  const radius = Math.exp(-1 / decaySamples)
  const feedback = 2 * radius * Math.cos(omega)
  const damping = -radius * radius
  let previous = (level * Math.sin(phase - omega)) / radius
  let current = level * Math.sin(phase)
  // Inaudible after 90 dB.
  const end = Math.min(sound.length, Math.ceil(10.4 * decaySamples))
  for (let t = 0; t < end; t++) {
    sound[t] += current
    const next = feedback * current + damping * previous
    previous = current
    current = next
  }
}
