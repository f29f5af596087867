import type { Dice } from '../score/dice'
import { fadeEnds, pitchHertz, velocityGain, type Instrument } from './instrument'
import { sampleRate } from './stereo-signal'

/**
 * A random pair of operators, sin(ωt + I(t)·sin(rωt)): electric pianos, bells, basses and synthetic brass.
 *
 * @see Chowning 1973, Journal of the Audio Engineering Society 21(7)
 */
export function frequencyModulation(dice: Dice): Instrument {
  const ratio = dice.pick([0.5, 1, 1, 2, 3, 3.5, 7, 14])
  const index = dice.uniform(0.3, 5)
  const indexDecaySeconds = dice.uniform(0.05, 1)
  const isHeld = dice.chance(0.4)
  const decaySeconds = dice.uniform(0.2, 1.6)
  const attackSeconds = isHeld ? dice.uniform(0.01, 0.08) : dice.uniform(0.001, 0.005)

  return ({ pitch, durationSeconds, velocity }) => {
    const omega = (2 * Math.PI * pitchHertz(pitch)) / sampleRate
    const sound = new Float32Array(Math.ceil(Math.min(4, durationSeconds + 0.1) * sampleRate))
    const strength = index * (velocity / 100)
    const indexStep = Math.exp(-1 / (indexDecaySeconds * sampleRate))
    const levelStep = isHeld ? 1 : Math.exp(-1 / (decaySeconds * sampleRate))
    let modulation = strength
    let level = 0.5 * velocityGain(velocity)
    for (let t = 0; t < sound.length; t++) {
      const depth = isHeld ? 0.4 * strength + 0.6 * modulation : modulation
      sound[t] = level * Math.sin(omega * t + depth * Math.sin(ratio * omega * t))
      modulation *= indexStep
      level *= levelStep
    }
    fadeEnds(sound, attackSeconds, 0.06)
    return sound
  }
}
