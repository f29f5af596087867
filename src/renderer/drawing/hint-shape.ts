import type { HintArea } from '@core/separation/hints'
import { hertzToPixels, type FrequencyView } from './frequency-axis'
import { secondsToPixels, type TimeView } from './time-view'

/** A place in time and frequency. */
export interface Place {
  readonly seconds: number
  readonly hertz: number
}

/** Whether a place is inside what was painted: as cells are, a brush along straight lines in time and octaves. */
export function isInArea(area: HintArea, { seconds, hertz }: Place): boolean {
  if (area.kind === 'box') {
    const { startSeconds, endSeconds, lowHertz, highHertz } = area
    return seconds >= startSeconds && seconds <= endSeconds && hertz >= lowHertz && hertz <= highHertz
  }
  const { points, radiusSeconds, radiusOctaves } = area
  // In units of the radii the brush is round.
  const scaled = (place: Place) => ({
    x: place.seconds / Math.max(radiusSeconds, 1e-6),
    y: Math.log2(Math.max(place.hertz, 1)) / Math.max(radiusOctaves, 1e-6)
  })
  const at = scaled({ seconds, hertz })
  return points.some((point, index) => {
    const [a, b] = [scaled(point), scaled(points[index + 1] ?? point)]
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const square = dx * dx + dy * dy
    const along = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0
    const share = Math.min(1, Math.max(0, along))
    return Math.hypot(at.x - a.x - share * dx, at.y - a.y - share * dy) <= 1
  })
}

interface Axes {
  readonly view: TimeView
  readonly frequencyView: FrequencyView
  readonly width: number
  readonly height: number
}

/** The outline of what was painted, in the pixels of a lane. */
export function areaPath(area: HintArea, { view, frequencyView, width, height }: Axes): Path2D {
  const x = (seconds: number): number => secondsToPixels(seconds, view, width)
  const y = (hertz: number): number => hertzToPixels(hertz, frequencyView, height)
  const path = new Path2D()
  if (area.kind === 'box') {
    const [left, top] = [x(area.startSeconds), y(area.highHertz)]
    path.rect(left, top, x(area.endSeconds) - left, y(area.lowHertz) - top)
    return path
  }
  const { points, radiusSeconds, radiusOctaves } = area
  const radiusX = Math.max(1, x(radiusSeconds) - x(0))
  for (const [index, point] of points.entries()) {
    const next = points[index + 1] ?? point
    const steps = Math.max(
      1,
      Math.ceil((Math.abs(x(next.seconds) - x(point.seconds)) + Math.abs(y(next.hertz) - y(point.hertz))) / 4)
    )
    for (let step = 0; step < steps; step++) {
      const share = step / steps
      const seconds = point.seconds + share * (next.seconds - point.seconds)
      const hertz = point.hertz * (next.hertz / point.hertz) ** share
      const radiusY = Math.max(1, (y(hertz * 2 ** -radiusOctaves) - y(hertz * 2 ** radiusOctaves)) / 2)
      path.moveTo(x(seconds) + radiusX, y(hertz))
      path.ellipse(x(seconds), y(hertz), radiusX, radiusY, 0, 0, 2 * Math.PI)
    }
  }
  return path
}
