import type { Factors } from '@core/separation/factors'
import { templateOf } from '@core/separation/templates'
import type { SurfaceSize } from './lane-surface'
import { templateHeights } from './template-drawing'

/** Factors reduced to the size of a small picture. */
export interface FactorPicture {
  /** for each component its levels over log frequency, low first */
  readonly templates: readonly (readonly number[])[]
  /** for each component its levels over time */
  readonly activations: readonly (readonly number[])[]
}

export const pictureRows = 72
export const pictureColumns = 180
const rangeDecibels = 48

export function factorPicture(factors: Factors, sampleRate: number): FactorPicture {
  const { rank, columnCount, H } = factors
  const peaks = Array.from({ length: rank }, (_, k) => largestOf(templateOf(factors, k)))
  return {
    // templateHeights is relative to each template's peak and in decibels; the product needs magnitudes.
    templates: peaks.map((peak, k) =>
      templateHeights(templateOf(factors, k), sampleRate, pictureRows).map((height) =>
        height > 0 ? peak * 10 ** ((54 * (height - 1)) / 20) : 0
      )
    ),
    activations: peaks.map((_, k) =>
      Array.from({ length: pictureColumns }, (_column, x) => {
        const from = Math.floor((x * columnCount) / pictureColumns)
        const to = Math.max(from + 1, Math.floor(((x + 1) * columnCount) / pictureColumns))
        return largestOf(H.subarray(k * columnCount + from, k * columnCount + to))
      })
    )
  }
}

/** Σ w_k·h_k of some components as a picture, low frequencies below; `peak` is what is brightest. */
export function drawProduct(
  context: CanvasRenderingContext2D,
  size: SurfaceSize,
  scene: { picture: FactorPicture; components: readonly number[]; peak: number; colourCss: string }
): void {
  const { picture, components, peak, colourCss } = scene
  const [width, height] = [size.width / pictureColumns, size.height / pictureRows]
  context.fillStyle = colourCss
  for (let row = 0; row < pictureRows; row++) {
    for (let column = 0; column < pictureColumns; column++) {
      const value = valueAt(picture, components, row, column)
      const level = 1 + (20 * Math.log10(Math.max(value, 1e-12) / peak)) / rangeDecibels
      if (level <= 0) continue
      context.globalAlpha = Math.min(1, level)
      context.fillRect(column * width, size.height - (row + 1) * height, width + 0.5, height + 0.5)
    }
  }
  context.globalAlpha = 1
}

/** The largest value of the product of all components. */
export function productPeak(picture: FactorPicture): number {
  const all = picture.templates.map((_, k) => k)
  let largest = 1e-12
  for (let row = 0; row < pictureRows; row++) {
    for (let column = 0; column < pictureColumns; column++)
      largest = Math.max(largest, valueAt(picture, all, row, column))
  }
  return largest
}

/** The two components whose templates share most, and how much: the sum of the smaller of their values, 0 … 1. */
export function mostOverlapping(factors: Factors): { pair: readonly [number, number]; share: number } | null {
  let most: { pair: readonly [number, number]; share: number } | null = null
  const templates = Array.from({ length: factors.rank }, (_, k) => templateOf(factors, k))
  for (let a = 0; a < templates.length; a++) {
    for (let b = a + 1; b < templates.length; b++) {
      const share = templates[a].reduce((sum, value, f) => sum + Math.min(value, templates[b][f]), 0)
      // A silent component overlaps with nothing, and with a twin there is nothing to see.
      if (share < 0.9 && share > (most?.share ?? 0)) most = { pair: [a, b], share }
    }
  }
  return most
}

function valueAt(
  { templates, activations }: FactorPicture,
  components: readonly number[],
  row: number,
  column: number
) {
  return components.reduce((sum, k) => sum + templates[k][row] * activations[k][column], 0)
}

function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0)
}
