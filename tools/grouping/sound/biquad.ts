import { sampleRate } from './stereo-signal'

export interface Biquad {
  readonly b: readonly [number, number, number]
  readonly a: readonly [number, number]
}

/**
 * A band around `hertz` that is `hertz / quality` wide, with gain 1 in its centre.
 *
 * @see Bristow-Johnson, Cookbook formulae for audio equalizer biquad filter coefficients
 */
export function bandPass(hertz: number, quality: number): Biquad {
  const { cosine, alpha } = angles(hertz, quality)
  const scale = 1 / (1 + alpha)
  return { b: [alpha * scale, 0, -alpha * scale], a: [-2 * cosine * scale, (1 - alpha) * scale] }
}

/** Lets through what is below `hertz`; the same source. */
export function lowPass(hertz: number, quality = Math.SQRT1_2): Biquad {
  const { cosine, alpha } = angles(hertz, quality)
  const scale = 1 / (1 + alpha)
  const b = ((1 - cosine) / 2) * scale
  return { b: [b, 2 * b, b], a: [-2 * cosine * scale, (1 - alpha) * scale] }
}

/** Lets through what is above `hertz`; the same source. */
export function highPass(hertz: number, quality = Math.SQRT1_2): Biquad {
  const { cosine, alpha } = angles(hertz, quality)
  const scale = 1 / (1 + alpha)
  const b = ((1 + cosine) / 2) * scale
  return { b: [b, -2 * b, b], a: [-2 * cosine * scale, (1 - alpha) * scale] }
}

function angles(hertz: number, quality: number): { cosine: number; alpha: number } {
  const omega = (2 * Math.PI * Math.min(hertz, 0.45 * sampleRate)) / sampleRate
  return { cosine: Math.cos(omega), alpha: Math.sin(omega) / (2 * quality) }
}

/** y = b·x − a·y, transposed direct form II. The input is left as it is. */
export function filtered(signal: Float32Array, { b, a }: Biquad): Float32Array {
  const output = new Float32Array(signal.length)
  let first = 0
  let second = 0
  for (let t = 0; t < signal.length; t++) {
    const x = signal[t]
    const y = b[0] * x + first
    first = b[1] * x - a[0] * y + second
    second = b[2] * x - a[1] * y
    output[t] = y
  }
  return output
}

/** Σ gain·filtered(signal): the resonances of a body or of a mouth. */
export function resonances(
  signal: Float32Array,
  bands: readonly { readonly hertz: number; readonly quality: number; readonly gain: number }[],
  directGain: number
): Float32Array {
  const sum = signal.map((x) => directGain * x)
  for (const { hertz, quality, gain } of bands) {
    const band = filtered(signal, bandPass(hertz, quality))
    for (let t = 0; t < sum.length; t++) sum[t] += gain * band[t]
  }
  return sum
}

/** Raises or lowers a band around `hertz` by `decibels`; the same source. */
export function peaking(hertz: number, quality: number, decibels: number): Biquad {
  const { cosine, alpha } = angles(hertz, quality)
  const amplitude = 10 ** (decibels / 40)
  const scale = 1 / (1 + alpha / amplitude)
  return {
    b: [(1 + alpha * amplitude) * scale, -2 * cosine * scale, (1 - alpha * amplitude) * scale],
    a: [-2 * cosine * scale, (1 - alpha / amplitude) * scale]
  }
}
