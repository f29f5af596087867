import type { Project } from '@core/project/project'
import { sourceColour, type Theme } from '@core/project/source-colours'
import type { SurfaceSize } from './lane-surface'

export interface ActivityStrip {
  readonly colourCss: string
  /** 0 … 1 of the loudest strip, one value per stretch of time */
  readonly levels: readonly number[]
}

const exponent = 0.6

/**
 * When each source sounds: the sum of its components' activations. Components of no source share the last strip.
 *
 * @param overview (components × width)
 */
export function activityStrips(project: Project, overview: Float32Array, theme: Theme): ActivityStrip[] {
  const width = overview.length / project.components.length
  const groups = [...project.sources, { id: null, colour: null }].map(({ id, colour }) => ({
    colour,
    members: project.components.filter(({ sourceId }) => sourceId === id)
  }))
  const sums = groups
    .filter(({ members }) => members.length > 0)
    .map(({ colour, members }) => ({
      colourCss: sourceColour(colour, theme).css,
      sum: Array.from({ length: width }, (_, i) =>
        members.reduce((total, { index }) => total + overview[index * width + i], 0)
      )
    }))
  const largest = Math.max(...sums.flatMap(({ sum }) => sum))
  return sums.map(({ colourCss, sum }) => ({
    colourCss,
    levels: sum.map((value) => (largest > 0 ? (value / largest) ** exponent : 0))
  }))
}

export function drawActivity(
  context: CanvasRenderingContext2D,
  size: SurfaceSize,
  strips: readonly ActivityStrip[]
): void {
  const height = size.height / strips.length
  for (const [row, { colourCss, levels }] of strips.entries()) {
    context.fillStyle = colourCss
    const width = size.width / levels.length
    for (const [i, level] of levels.entries()) {
      const tall = Math.max(0, level * (height - 2))
      context.fillRect(i * width, row * height + 1 + (height - 2 - tall) / 2, width + 0.5, tall)
    }
  }
}
