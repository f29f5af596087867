import type { SurfaceSize } from './lane-surface'
import { token } from './theme-tokens'
import { tickSteps } from './time-ticks'
import { secondsToPixels, type TimeView } from './time-view'

/** Faint verticals at the ruler's labelled ticks, behind a lane's drawing. */
export function drawTimeGrid(context: CanvasRenderingContext2D, size: SurfaceSize, view: TimeView): void {
  context.fillStyle = token('line')
  context.globalAlpha = 0.6
  for (const tick of tickSteps(view, size.width)) {
    if (tick.label === null) continue
    const x = Math.round(secondsToPixels(tick.seconds, view, size.width) * size.ratio) / size.ratio
    context.fillRect(x, 0, 1 / size.ratio, size.height)
  }
  context.globalAlpha = 1
}
