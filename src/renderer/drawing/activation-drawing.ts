import type { SurfaceSize } from './lane-surface'
import { columnCentreSeconds, pixelsToSeconds, secondsToColumn, secondsToPixels } from './time-view'
import type { ColumnTiming, TimeView } from './time-view'

export interface ActivationScene {
  /** h_k, one value per column */
  readonly activation: Float32Array
  /** what reaches the top of the lane */
  readonly peak: number
  readonly timing: ColumnTiming
  readonly view: TimeView
  readonly colourCss: string
}

const exponent = 0.6
/** One device pixel where pixels are large: canvases without graphics hardware draw a wider line thirty times slower. */
const lineWidth = (ratio: number) => (ratio < 1.5 ? 1 / ratio : 1.1)

/** h^.6 as a line over a 30 % fill. */
export function drawActivation(context: CanvasRenderingContext2D, size: SurfaceSize, scene: ActivationScene): void {
  const points = activationPoints(scene, size)
  if (points.length < 2) return
  const line = new Path2D()
  for (const [x, y] of points) line.lineTo(x, y)
  const area = new Path2D(line)
  area.lineTo(points[points.length - 1][0], size.height)
  area.lineTo(points[0][0], size.height)
  area.closePath()
  context.fillStyle = scene.colourCss
  context.globalAlpha = 0.3
  context.fill(area)
  context.globalAlpha = 1
  context.strokeStyle = scene.colourCss
  context.lineWidth = lineWidth(size.ratio)
  context.lineJoin = 'round'
  context.stroke(line)
}

/** One point per column, or per pixel the largest of the columns under it where there are more columns than pixels. */
export function activationPoints(scene: ActivationScene, size: SurfaceSize): [number, number][] {
  const { activation, peak, timing, view } = scene
  const columnAt = (x: number) => secondsToColumn(pixelsToSeconds(x, view, size.width), timing)
  const height = (value: number) =>
    size.height - 1 - (peak > 0 ? Math.min(1, value / peak) ** exponent : 0) * (size.height - 5)
  const last = activation.length - 1
  const points: [number, number][] = []
  if (columnAt(1) - columnAt(0) <= 1) {
    const first = Math.max(0, Math.floor(columnAt(0)))
    for (let n = first; n <= Math.min(last, Math.ceil(columnAt(size.width))); n++) {
      points.push([secondsToPixels(columnCentreSeconds(n, timing), view, size.width), height(activation[n])])
    }
    return points
  }
  for (let x = 0; x <= size.width; x++) {
    const from = Math.max(0, Math.ceil(columnAt(x - 0.5)))
    const to = Math.min(last, Math.ceil(columnAt(x + 0.5)) - 1)
    if (from > to) continue
    let largest = 0
    for (let n = from; n <= to; n++) largest = Math.max(largest, activation[n])
    points.push([x, height(largest)])
  }
  return points
}
