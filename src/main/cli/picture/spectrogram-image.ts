import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { rgbToOklab, parseHex } from '@core/math/oklab'
import { byteToDecibels } from '@core/spectral/spectrogram-tile'
import { binsOfRow, columnsOfPixel, type FrequencyAxis, type TimeAxis } from './axes'
import { spectrogramColour, writeRgb } from './colours'
import { componentParts, type ComponentPart } from './component-parts'
import { encodePng } from './png'

export interface SpectrogramImageOptions {
  readonly clip: ClipInfo
  readonly separation: SeparationResult
  /** 8-bit levels of all columns of the STFT, bins contiguous */
  readonly decibels: Uint8Array
  /** see componentParts */
  readonly shares: Uint8Array | null
  /** source of each component */
  readonly sourceOf: readonly number[]
  /** `#rrggbb` of each source */
  readonly colours: readonly string[]
  readonly axis: FrequencyAxis
  readonly timeAxis: TimeAxis
}

/** The spectrogram as PNG; each point bears the colours of the sources that own it, by the shares of their components. */
export function drawSpectrogram(options: SpectrogramImageOptions): Buffer {
  const { clip, separation, decibels, axis, timeAxis } = options
  const { widthPixels } = timeAxis
  const { binCount } = separation.factors
  const height = axis.heightPixels
  const rows = Array.from({ length: height }, (_, y) => binsOfRow(axis, y, clip.sampleRate / timeAxis.windowSamples))
  const parts = componentParts(separation.factors, options.shares)
  const mixColour = colourMixer(parts, options.sourceOf, options.colours)
  const pixels = new Uint8Array(widthPixels * height * 3)

  for (let x = 0; x < widthPixels; x++) {
    const { first, last } = columnsOfPixel(timeAxis, x)
    for (let y = 0; y < height; y++) {
      const row = rows[y]!
      let loudest = first * binCount + Math.min(row.first, binCount - 1)
      for (let column = first; column <= last; column++) {
        for (let bin = row.first; bin <= row.last && bin < binCount; bin++) {
          const at = column * binCount + bin
          if (decibels[at]! > decibels[loudest]!) loudest = at
        }
      }
      const mixed = mixColour(loudest % binCount, Math.floor(loudest / binCount))
      writeRgb(spectrogramColour(byteToDecibels(decibels[loudest]!), mixed), pixels, (y * widthPixels + x) * 3)
    }
  }
  return encodePng(widthPixels, height, pixels)
}

/** Σ share × colour over the sources, at one bin of one column. */
function colourMixer(parts: ComponentPart, sourceOf: readonly number[], colours: readonly string[]) {
  const labs = colours.map((hex) => rgbToOklab(parseHex(hex)))
  return (bin: number, column: number): [number, number, number] => {
    let [lightness, a, b, total] = [0, 0, 0, 0]
    for (const [k, source] of sourceOf.entries()) {
      // Where nothing sounds all components have the same share.
      const part = parts(k, bin, column) + 1e-12
      const lab = labs[source]!
      lightness += part * lab[0]
      a += part * lab[1]
      b += part * lab[2]
      total += part
    }
    return [lightness / total, a / total, b / total]
  }
}
