import type { SurfaceSize } from './lane-surface'
import { token } from './theme-tokens'
import { tickSteps } from './time-ticks'
import { secondsToPixels, type TimeRange, type TimeView } from './time-view'

export interface RulerScene {
  readonly view: TimeView
  readonly loop: TimeRange | null
  readonly isLoopOn: boolean
}

const labelPadding = 5

export function drawRuler(context: CanvasRenderingContext2D, size: SurfaceSize, scene: RulerScene): void {
  const { view, loop } = scene
  const snap = (x: number) => Math.round(x * size.ratio) / size.ratio
  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'middle'
  for (const tick of tickSteps(view, size.width)) {
    const x = snap(secondsToPixels(tick.seconds, view, size.width))
    const height = tick.label === null ? 5 : 12
    context.fillStyle = token('line2')
    context.fillRect(x, size.height - height, 1, height)
    if (tick.label === null || x + labelPadding + context.measureText(tick.label).width > size.width) continue
    context.fillStyle = token('t3')
    context.fillText(tick.label, x + labelPadding, size.height / 2 + 1)
  }
  if (!loop) return
  const from = snap(secondsToPixels(loop.startSeconds, view, size.width))
  const to = snap(secondsToPixels(loop.endSeconds, view, size.width))
  context.fillStyle = token(scene.isLoopOn ? 't2' : 'line2')
  context.fillRect(from, 0, to - from, 2)
  context.fillRect(from, 0, 2, size.height)
  context.fillRect(to - 2, 0, 2, size.height)
}
