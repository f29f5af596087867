import type { ClipWarning } from './audio-clip'

/** Below this float32 loses precision, and processors become slow: the smallest normal number. */
const smallestNormal = 2 ** -126

/**
 * What every sample of a clip must pass, wherever it was decoded: NaN and ±Infinity become 0 and are counted, subnormal numbers
 * become 0, and the highest peak is kept.
 */
export class SignalCheck {
  #replacedSamples = 0
  #peak = 0

  /** Corrects the samples in place. */
  clean(samples: Float32Array): void {
    let peak = this.#peak
    for (let i = 0; i < samples.length; i++) {
      const magnitude = Math.abs(samples[i]!)
      if (magnitude < Infinity) {
        if (magnitude < smallestNormal) samples[i] = 0
        else if (magnitude > peak) peak = magnitude
      } else {
        samples[i] = 0
        this.#replacedSamples++
      }
    }
    this.#peak = peak
  }

  get warnings(): ClipWarning[] {
    const warnings: ClipWarning[] = []
    if (this.#replacedSamples > 0) {
      warnings.push({ kind: 'non-finite', details: { replacedSamples: this.#replacedSamples } })
    }
    if (this.#peak > 1) warnings.push({ kind: 'over-full-scale', details: { peak: this.#peak } })
    return warnings
  }
}
