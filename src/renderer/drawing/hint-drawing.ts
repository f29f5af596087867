import type { HintArea } from '@core/separation/hints'
import type { FrequencyView } from './frequency-axis'
import { areaPath } from './hint-shape'
import type { SurfaceSize } from './lane-surface'
import type { TimeView } from './time-view'

/** Something painted, in the colour of its source. */
export interface DrawnHint {
  readonly area: HintArea
  readonly colourCss: string
  /** pushed out of the source: hatched the other way and outlined with dashes */
  readonly isOut: boolean
}

export interface HintScene {
  readonly hints: readonly DrawnHint[]
  readonly view: TimeView
  readonly frequencyView: FrequencyView
}

const hatchPixels = 7

/** Hatched areas over the spectrogram, each with a dark edge so that it stands out on any ground. */
export function drawHints(context: CanvasRenderingContext2D, { width, height }: SurfaceSize, scene: HintScene): void {
  const { view, frequencyView } = scene
  for (const { area, colourCss, isOut } of scene.hints) {
    if (!isSeen(area, view)) continue
    const path = areaPath(area, { view, frequencyView, width, height })
    context.save()
    context.clip(path)
    hatch(context, { width, height }, isOut)
    context.lineWidth = 3
    context.strokeStyle = 'rgb(0 0 0 / 55%)'
    context.stroke()
    context.lineWidth = 1.5
    context.strokeStyle = colourCss
    context.stroke()
    context.restore()
    if (area.kind !== 'box') continue
    context.setLineDash(isOut ? [4, 3] : [])
    context.lineWidth = 3
    context.strokeStyle = 'rgb(0 0 0 / 55%)'
    context.stroke(path)
    context.lineWidth = 1.5
    context.strokeStyle = colourCss
    context.stroke(path)
    context.setLineDash([])
  }
}

/** Diagonals over the whole lane, as the path to be stroked. */
function hatch(context: CanvasRenderingContext2D, size: { width: number; height: number }, isOut: boolean): void {
  const { width, height } = size
  context.beginPath()
  for (let x = -height; x < width + height; x += hatchPixels) {
    context.moveTo(x, isOut ? 0 : height)
    context.lineTo(x + height, isOut ? height : 0)
  }
}

function isSeen(area: HintArea, { startSeconds, endSeconds }: TimeView): boolean {
  if (area.kind === 'box') return area.endSeconds >= startSeconds && area.startSeconds <= endSeconds
  return area.points.some(
    ({ seconds }) => seconds + area.radiusSeconds >= startSeconds && seconds - area.radiusSeconds <= endSeconds
  )
}
