import { hertzToKey, hertzToPixels, isBlackKey, keyToHertz, type FrequencyView } from './frequency-axis'
import { hertzTicks, octaveTicks } from './frequency-ticks'
import type { SurfaceSize } from './lane-surface'
import { token } from './theme-tokens'

const keyboardWidth = 11
/** Labels end here unless one is longer; ticks end at the second place. */
const hertzRight = 25
const ticksRight = 33
/** C0: below it keys are closer than pixels on every axis. */
const lowestKey = 12

/** Frequencies at the left, octaves in the middle, a piano's keys at the right edge. */
export function drawFrequencyAxis(context: CanvasRenderingContext2D, size: SurfaceSize, view: FrequencyView): void {
  // A label each 36 px in a full lane; a low one thins to every second octave.
  const octaveGap = size.height < 260 ? 34 : 20
  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  context.fillStyle = token('t3')
  const ticks = hertzTicks(view, size.height)
  const right = Math.max(hertzRight, ...ticks.map(({ label }) => Math.ceil(context.measureText(label).width)))
  for (const { hertz, label } of ticks) {
    const y = hertzToPixels(hertz, view, size.height)
    context.fillText(label, right, y)
    context.fillRect(right + 3, Math.round(y), Math.max(0, ticksRight - right - 3), 1)
  }
  context.fillStyle = token('t2')
  const octaveRight = size.width - keyboardWidth - 4
  for (const { hertz, label } of octaveTicks(view, size.height, octaveGap)) {
    context.fillText(label, octaveRight, hertzToPixels(hertz, view, size.height))
  }
  drawKeyboard(context, size, view)
}

function drawKeyboard(context: CanvasRenderingContext2D, size: SurfaceSize, view: FrequencyView): void {
  const left = size.width - keyboardWidth
  const isLight = matchMedia('(prefers-color-scheme: light)').matches
  const white = isLight ? '#FFFFFF' : token('t2')
  const black = token(isLight ? 't2' : 'line2')
  context.fillStyle = white
  context.fillRect(left, 0, keyboardWidth, size.height)
  const edge = (key: number) => Math.round(hertzToPixels(keyToHertz(key), view, size.height) * size.ratio) / size.ratio
  const lowest = Math.max(lowestKey, Math.floor(hertzToKey(view.lowHertz)))
  const highest = Math.ceil(hertzToKey(view.highHertz))
  context.fillStyle = black
  for (let key = lowest; key <= highest; key++) {
    if (isBlackKey(key)) {
      const top = edge(key + 0.5)
      context.fillRect(left, top, keyboardWidth * 0.65, edge(key - 0.5) - top)
      // The white keys beside it meet behind it.
      context.globalAlpha = 0.5
      context.fillRect(left + keyboardWidth * 0.65, edge(key), keyboardWidth, 1 / size.ratio)
      context.globalAlpha = 1
    } else if (!isBlackKey(key + 1)) {
      context.globalAlpha = 0.5
      context.fillRect(left, edge(key + 0.5), keyboardWidth, 1 / size.ratio)
      context.globalAlpha = 1
    }
  }
}
