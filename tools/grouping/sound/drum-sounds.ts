import type { Dice } from '../score/dice'
import { sampleRate } from './stereo-signal'

/** One stroke at full strength, mono. */
export type Strike = (dice: Dice) => Float32Array

interface Membrane {
  /** of the lowest mode when the bend is over */
  readonly hertz: number
  /** by which share of `hertz` the stroke begins higher */
  readonly bend: number
  readonly bendSeconds: number
  /** until a mode with decay 1 has fallen to 1/e */
  readonly decaySeconds: number
  readonly modes: readonly { readonly ratio: number; readonly level: number; readonly decay: number }[]
}

/** A sum of modes that die away while their common pitch falls: Σ level·exp(−t/τ)·sin(ratio·φ(t)). */
export function membrane({ hertz, bend, bendSeconds, decaySeconds, modes }: Membrane): Strike {
  const longest = decaySeconds * Math.max(...modes.map(({ decay }) => decay))
  const sound = new Float32Array(Math.ceil(Math.min(3, 7 * longest) * sampleRate))
  for (const { ratio, level, decay } of modes) {
    const levelStep = Math.exp(-1 / (decaySeconds * decay * sampleRate))
    const bendStep = Math.exp(-1 / (bendSeconds * sampleRate))
    let [phase, current, bent] = [0, level, bend]
    for (let t = 0; t < sound.length && current > 1e-4; t++) {
      sound[t] += current * Math.sin(phase)
      phase += (2 * Math.PI * ratio * hertz * (1 + bent)) / sampleRate
      current *= levelStep
      bent *= bendStep
    }
  }
  return (dice) => {
    const gain = 1 + dice.normal(0.03)
    return sound.map((x) => gain * x)
  }
}

/** White noise that dies away, other noise with each stroke; a clap is several short bursts before the last. */
export function noiseBurst(options: {
  decaySeconds: number
  level: number
  riseSeconds?: number
  bursts?: number
}): Strike {
  const { decaySeconds, level, riseSeconds = 0, bursts = 1 } = options
  const spacing = 0.011
  const length = Math.ceil(((bursts - 1) * spacing + riseSeconds + 7 * decaySeconds) * sampleRate)
  const envelope = Float32Array.from({ length }, (_, t) => {
    const seconds = t / sampleRate
    const burst = Math.min(bursts - 1, Math.floor(seconds / spacing))
    const since = seconds - burst * spacing
    if (since < riseSeconds) return (level * since) / riseSeconds
    return level * Math.exp(-(since - riseSeconds) / (burst < bursts - 1 ? 0.004 : decaySeconds))
  })
  return (dice) => envelope.map((height) => height * dice.uniform(-1, 1))
}
