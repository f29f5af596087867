import type { Hear } from './worklet-protocol'

/** +12 dB */
const mostBoost = 10 ** (12 / 20)
/** outside a loop, what is longer ago counts less and less */
const memorySeconds = 10
/** before this much has been heard, nothing is known */
const leastSeconds = 0.1
/** as much of a loop as says something about the whole of it */
const tellingSeconds = 0.5
const smoothingSeconds = 0.1
/** −100 dBFS, summed over a second at a usual rate */
const silentPerSecond = 44_100 * 1e-10

/** What was measured of a stretch: powers are sums over samples and channels. */
interface Stretch {
  original: number
  heard: number
  peak: number
  seconds: number
}

/**
 * Brings what is heard to the level of the original: a gain √(original power / heard power), measured in what is played. In a
 * loop the last whole pass counts, so that over a loop both are equally loud; elsewhere the last 10 s or so. The gain moves
 * smoothly, boosts by 12 dB at most, and never takes a sample beyond full scale: where the measured peak did not foresee it, the
 * gain gives way at that very sample. Allocates nothing after construction.
 */
export class LevelMatch {
  isOn = false
  readonly #sampleRate: number
  readonly #running: Stretch = { original: 0, heard: 0, peak: 0, seconds: 0 }
  /** of the last time round */
  readonly #pass: Stretch = { original: 0, heard: 0, peak: 0, seconds: 0 }
  #isWhole = false
  #target = 1
  #gain = 1

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
  }

  get gain(): number {
    return this.#gain
  }

  /** Something else is heard from now on; until it is measured the gain stays. */
  restart(): void {
    clear(this.#running)
    clear(this.#pass)
    this.#isWhole = false
  }

  /** It goes on elsewhere: this time round will not be a whole one. */
  breakPass(): void {
    this.#isWhole = false
  }

  /** The loop has come round. */
  completePass(): void {
    if (this.#isWhole || (this.#pass.seconds === 0 && this.#running.seconds >= tellingSeconds)) {
      this.#pass.original = this.#running.original
      this.#pass.heard = this.#running.heard
      this.#pass.peak = this.#running.peak
      this.#pass.seconds = this.#running.seconds
    }
    clear(this.#running)
    this.#isWhole = true
  }

  /** Takes in a block as it would be heard, and the original of it. */
  measure(heard: readonly Float32Array[], original: readonly Float32Array[], count: number, isLooping: boolean): void {
    const running = this.#running
    const seconds = count / this.#sampleRate
    if (!isLooping) {
      const kept = Math.exp(-seconds / memorySeconds)
      running.original *= kept
      running.heard *= kept
      running.peak *= kept
    }
    for (let channel = 0; channel < heard.length; channel++) {
      const heardSamples = heard[channel]!
      const originalSamples = original[channel]!
      for (let i = 0; i < count; i++) {
        const sample = heardSamples[i]!
        running.original += originalSamples[i]! * originalSamples[i]!
        running.heard += sample * sample
        running.peak = Math.max(running.peak, Math.abs(sample))
      }
    }
    running.seconds += seconds
    this.#aim(isLooping && this.#pass.seconds > 0 ? this.#pass : running)
  }

  /** Scales a block in place; the original stays as it is. */
  apply(block: readonly Float32Array[], count: number, hear: Hear): void {
    const target = this.isOn && hear === 'mask' ? this.#target : 1
    if (this.#gain === 1 && target === 1) return
    const step = (target - this.#gain) * (1 - Math.exp(-1 / (smoothingSeconds * this.#sampleRate)))
    for (let i = 0; i < count; i++) {
      let gain = Math.abs(target - this.#gain) <= Math.abs(step) ? target : this.#gain + step
      if (gain > 1) {
        for (let channel = 0; channel < block.length; channel++) {
          const amplitude = Math.abs(block[channel]![i]!)
          if (amplitude * gain > 1) gain = Math.max(1, 1 / amplitude)
        }
      }
      for (let channel = 0; channel < block.length; channel++) block[channel]![i]! *= gain
      this.#gain = gain
    }
    if (Math.abs(target - this.#gain) < 1e-4) this.#gain = target
  }

  #aim({ original, heard, peak, seconds }: Readonly<Stretch>): void {
    // What is silent cannot be matched.
    if (seconds < leastSeconds || original < silentPerSecond * seconds || heard < silentPerSecond * seconds) return
    const boost = Math.min(mostBoost, peak > 0 ? Math.max(1, 1 / peak) : mostBoost)
    this.#target = Math.min(Math.sqrt(original / heard), boost)
  }
}

function clear(stretch: Stretch): void {
  stretch.original = 0
  stretch.heard = 0
  stretch.peak = 0
  stretch.seconds = 0
}
