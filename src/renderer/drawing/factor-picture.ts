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

/** Two components, and what they have in common: the sum of the smaller of their values, each adding up to 1. */
export interface Overlap {
  readonly pair: readonly [number, number]
  /** of their templates, 0 … 1 */
  readonly share: number
  /** of their activations, 0 … 1 */
  readonly timeShare: number
}

/** The two components with most in common in frequency and least in time; null where no two share anything. */
export function mostOverlapping(factors: Factors): Overlap | null {
  const { rank, columnCount, H } = factors
  const templates = Array.from({ length: rank }, (_, k) => normalised(templateOf(factors, k)))
  const activations = templates.map((_, k) => normalised(H.subarray(k * columnCount, (k + 1) * columnCount)))
  let most: Overlap | null = null
  for (let a = 0; a < rank; a++) {
    for (let b = a + 1; b < rank; b++) {
      const share = inCommon(templates[a], templates[b])
      const timeShare = inCommon(activations[a], activations[b])
      // A silent component overlaps with nothing, and with a twin there is nothing to see.
      if (share === 0 || share > 0.9) continue
      if (most === null || share * (1 - timeShare) > most.share * (1 - most.timeShare)) {
        most = { pair: [a, b], share, timeShare }
      }
    }
  }
  return most
}

function normalised(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0)
  return values.map((value) => (sum === 0 ? 0 : value / sum))
}

function inCommon(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + Math.min(value, b[index]), 0)
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
