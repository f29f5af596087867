import type { Factors } from '@core/separation/factors'
import { templateOf } from '@core/separation/templates'
import type { SurfaceSize } from './lane-surface'
import { templateHeights } from './template-drawing'

const cellPixels = 2

/** What is drawn of several components together. */
export interface GroupScene {
  readonly factors: Factors
  readonly indices: readonly number[]
  readonly sampleRate: number
  readonly colourCss: string
}

/** A small spectrogram of components: time to the right, log frequency up, the strongest band and time in full colour. */
export function drawGroup(context: CanvasRenderingContext2D, size: SurfaceSize, scene: GroupScene): void {
  const [columns, rows] = [Math.round(size.width / cellPixels), Math.round(size.height / cellPixels)]
  context.fillStyle = scene.colourCss
  const levels = groupLevels(scene, columns, rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      context.globalAlpha = levels[row * columns + column]
      context.fillRect(column * cellPixels, size.height - (row + 1) * cellPixels, cellPixels, cellPixels)
    }
  }
  context.globalAlpha = 1
}

/** Levels of a grid, 0 … 1, lowest row first: of each cell the component that is strongest there. */
export function groupLevels(
  { factors, indices, sampleRate }: Omit<GroupScene, 'colourCss'>,
  columns: number,
  rows: number
): Float32Array {
  const levels = new Float32Array(columns * rows)
  const courses = indices.map((k) => courseOf(factors, k, columns))
  const peak = Math.max(1e-12, ...courses.map((course) => Math.max(...course)))
  indices.forEach((k, i) => {
    const heights = templateHeights(templateOf(factors, k), sampleRate, rows)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const level = heights[row] ** 2 * Math.sqrt(courses[i][column] / peak)
        const at = row * columns + column
        if (level > levels[at]) levels[at] = level
      }
    }
  })
  return levels
}

/** The largest of h in each part of the time. */
function courseOf({ H, columnCount }: Factors, k: number, columns: number): Float32Array {
  return Float32Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * columnCount) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * columnCount) / columns))
    return H.subarray(k * columnCount + from, k * columnCount + to).reduce((most, height) => Math.max(most, height), 0)
  })
}
