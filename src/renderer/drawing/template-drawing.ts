import { fullFrequencyView, pixelsToHertz, type FrequencyView } from './frequency-axis'
import type { SurfaceSize } from './lane-surface'

const rangeDecibels = 54

/** w_k over log frequency, low at the left, its peak at the top, 54 dB from top to bottom. */
export function drawTemplate(
  context: CanvasRenderingContext2D,
  size: SurfaceSize,
  scene: { readonly template: Float32Array; readonly sampleRate: number; readonly colourCss: string }
): void {
  const heights = templateHeights(scene.template, scene.sampleRate, Math.round(size.width))
  const line = new Path2D()
  heights.forEach((share, x) => line.lineTo(x + 0.5, size.height - 0.5 - share * (size.height - 2)))
  const area = new Path2D(line)
  area.lineTo(size.width, size.height)
  area.lineTo(0, size.height)
  area.closePath()
  context.fillStyle = scene.colourCss
  context.globalAlpha = 0.3
  context.fill(area)
  context.globalAlpha = 1
  context.strokeStyle = scene.colourCss
  context.lineWidth = 1
  context.lineJoin = 'round'
  context.stroke(line)
}

/** For each pixel the level of its band, 0 (54 dB below the peak, or less) to 1 (the peak). */
export function templateHeights(template: Float32Array, sampleRate: number, width: number): number[] {
  const frequencies = fullFrequencyView(sampleRate)
  const peak = template.reduce((largest, value) => Math.max(largest, value), 0)
  return Array.from({ length: width }, (_, x) => {
    const value = bandMaximum(template, sampleRate, frequencies, x, width)
    if (!(value > 0) || !(peak > 0)) return 0
    return Math.max(0, 1 + (20 * Math.log10(value / peak)) / rangeDecibels)
  })
}

function bandMaximum(
  template: Float32Array,
  sampleRate: number,
  frequencies: FrequencyView,
  x: number,
  width: number
): number {
  const last = template.length - 1
  // pixelsToHertz counts from the highest frequency down; here x counts up.
  const binAt = (pixel: number) =>
    Math.min(last, (pixelsToHertz(width - pixel, frequencies, width) / (sampleRate / 2)) * last)
  const [from, to] = [binAt(x), binAt(x + 1)]
  if (to - from < 1) {
    const centre = (from + to) / 2
    const left = Math.floor(centre)
    const share = centre - left
    return template[left] * (1 - share) + template[Math.min(left + 1, last)] * share
  }
  let largest = 0
  for (let bin = Math.floor(from); bin <= Math.min(last, Math.ceil(to)); bin++) {
    largest = Math.max(largest, template[bin])
  }
  return largest
}
