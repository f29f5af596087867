import { oklabToRgb, type Oklab } from '@core/math/oklab'
import { displayDecibels } from '@core/spectral/spectrogram-tile'

/**
 * Colour of one point of the spectrogram: the lightness tells the level, the hue which sources it belongs to. Where sources
 * contest a point their colours mix, and it loses chroma.
 *
 * @param mixed Σ share × colour over the sources
 */
export function spectrogramColour(decibels: number, mixed: Oklab): Oklab {
  const t = clampUnit((decibels - displayDecibels.low) / (displayDecibels.high - displayDecibels.low))
  const top = clampUnit((t - 0.8) / 0.2)
  const rise = t ** 1.18
  const lightness = 0.165 + 0.69 * rise + 0.1 * top + 0.55 * (mixed[0] - 0.74) * rise
  const chroma = 0.96 * Math.min(1, t / 0.34) ** 0.85 * (1 - 0.45 * top)
  return [lightness, mixed[1] * chroma, mixed[2] * chroma]
}

/** Writes the sRGB bytes of a colour; what sRGB cannot show is cut. */
export function writeRgb(colour: Oklab, pixels: Uint8Array, offset: number): void {
  for (const [index, value] of oklabToRgb(colour).entries()) pixels[offset + index] = Math.round(255 * value)
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(0, value))
}
