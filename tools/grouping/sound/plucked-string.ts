import type { Dice } from '../score/dice'
import { resonances } from './biquad'
import { fadeEnds, pitchHertz, velocityGain, type Instrument } from './instrument'
import { sampleRate } from './stereo-signal'

/**
 * A random guitar, harp or plucked bass: a burst of noise goes round a delay line with a low-pass filter, through the resonances of
 * a body, some of them distorted as by an amplifier.
 *
 * @see Karplus & Strong 1983, Computer Music Journal 7(2); Jaffe & Smith 1983, ibid.
 */
export function pluckedString(dice: Dice): Instrument {
  const pluckPlace = dice.uniform(0.08, 0.45)
  const blend = dice.uniform(0.3, 0.5)
  const decaySeconds = dice.uniform(0.4, 4)
  const softness = dice.uniform(0.05, 0.9)
  const rings = dice.chance(0.4)
  const muteSeconds = dice.chance(0.2) ? dice.uniform(0.03, 0.1) : Infinity
  const drive = dice.chance(0.25) ? dice.uniform(2, 20) : 0
  const body = Array.from({ length: dice.integer(1, 4) }, () => ({
    hertz: dice.uniform(90, 900),
    quality: dice.uniform(1, 6),
    gain: dice.uniform(0.3, 1.5)
  }))

  return ({ pitch, durationSeconds, velocity }, random) => {
    const hertz = pitchHertz(pitch)
    const period = sampleRate / hertz
    const seconds = Math.min(5, rings ? durationSeconds + decaySeconds : durationSeconds + 0.08)
    const sound = new Float32Array(Math.ceil(seconds * sampleRate))
    const line = excitation({ period, pluckPlace, softness: softness * (1.2 - velocity / 127) }, random)
    // The filter delays by `blend` samples, the rest of the period that is no whole sample is interpolated.
    const delay = period - blend
    const whole = Math.floor(delay)
    const fraction = delay - whole
    const loopGain = Math.exp(-period / (decaySeconds * sampleRate))
    const history = new Float32Array(whole + 2 + sound.length)
    history.set(line.subarray(0, whole + 2))
    for (let t = 0; t < sound.length; t++) {
      const at = t + whole + 2
      const recent = (1 - fraction) * history[at - whole] + fraction * history[at - whole - 1]
      const older = (1 - fraction) * history[at - whole - 1] + fraction * history[at - whole - 2]
      const isMuted = t > muteSeconds * sampleRate
      history[at] = (isMuted ? 0.9 : 1) * loopGain * ((1 - blend) * recent + blend * older)
      sound[t] = history[at]
    }
    const gain = velocityGain(velocity)
    const bodied = resonances(sound, body, 1)
    fadeEnds(bodied, 0.001, 0.03)
    return bodied.map((x) => (drive > 0 ? Math.tanh(drive * gain * x) : gain * x))
  }
}

/** Noise, made soft by a one-pole filter, with the comb of the place where the string is plucked. */
function excitation(
  { period, pluckPlace, softness }: { period: number; pluckPlace: number; softness: number },
  dice: Dice
): Float32Array {
  const length = Math.ceil(period) + 2
  const burst = new Float32Array(length)
  let smooth = 0
  for (let t = 0; t < length; t++) {
    smooth = softness * smooth + (1 - softness) * dice.uniform(-1, 1)
    burst[t] = smooth
  }
  const shift = Math.max(1, Math.round(pluckPlace * period))
  const combed = burst.map((x, t) => x - burst[(t + length - shift) % length])
  const mean = combed.reduce((sum, x) => sum + x, 0) / length
  let power = 0
  for (const x of combed) power += (x - mean) ** 2
  const scale = 0.3 / Math.sqrt(power / length + 1e-9)
  return combed.map((x) => scale * (x - mean))
}
