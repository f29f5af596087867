/** OKLab: [lightness 0…1, a, b]. */
export type Oklab = readonly [number, number, number]
/** sRGB, 0…1. */
export type Rgb = readonly [number, number, number]

export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

const linearize = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)

/**
 * sRGB to OKLab.
 *
 * @see Ottosson 2020, A perceptual color space for image processing
 */
export function rgbToOklab([red, green, blue]: Rgb): Oklab {
  const [r, g, b] = [linearize(red), linearize(green), linearize(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ]
}

/**
 * OKLab to sRGB; what sRGB cannot show is cut off at 0 and 1.
 *
 * @see Ottosson 2020, A perceptual color space for image processing
 */
export function oklabToRgb([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    compand(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    compand(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    compand(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  ]
}

function compand(linear: number): number {
  const value = Math.min(1, Math.max(0, linear))
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
}
