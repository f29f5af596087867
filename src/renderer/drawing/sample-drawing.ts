import type { SurfaceSize } from './lane-surface'
import { spanSeconds, type TimeView } from './time-view'

/** From this width of a sample on, in CSS pixels, each has a dot. */
const dotPixels = 3
const dotRadius = 1.75

export interface SampleScene {
  readonly samples: Float32Array
  /** of the first of them */
  readonly from: number
  readonly sampleRate: number
  readonly view: TimeView
  /** the amplitude that reaches the edge of the area */
  readonly fullAmplitude: number
}

/**
 * Where the samples of a view lie, [x, y] in CSS pixels; one more at each side, so that the line runs to the edges. Where
 * several share a device pixel only the lowest and the highest of them are given, in their order.
 */
export function samplePoints(size: SurfaceSize, scene: SampleScene): [number, number][] {
  const { samples, from, sampleRate, view } = scene
  const perSample = size.width / (spanSeconds(view) * sampleRate)
  const step = Math.max(1, Math.floor(1 / (perSample * size.ratio)))
  const start = view.startSeconds * sampleRate
  const middle = size.height / 2
  const reach = middle - 1
  const clip = (value: number) => Math.min(1, Math.max(-1, value))
  const place = (i: number): [number, number] => [
    (from + i - start) * perSample,
    middle - clip(samples[i]! / scene.fullAmplitude) * reach
  ]
  // Groups begin at fixed samples, so that scrolling does not make the line tremble.
  const first = Math.max(0, Math.floor((start - from - 1) / step) * step)
  const last = Math.min(samples.length - 1, Math.ceil(view.endSeconds * sampleRate - from + step))
  const points: [number, number][] = []
  for (let i = first; i <= last; i += step) {
    let [low, high] = [i, i]
    for (let j = i + 1; j < Math.min(i + step, samples.length); j++) {
      if (samples[j]! < samples[low]!) low = j
      if (samples[j]! > samples[high]!) high = j
    }
    points.push(place(Math.min(low, high)))
    if (low !== high) points.push(place(Math.max(low, high)))
  }
  return points
}

/** A line through the samples, with a dot on each where there is room, in the context's fill style. */
export function drawSamples(context: CanvasRenderingContext2D, size: SurfaceSize, scene: SampleScene): void {
  const points = samplePoints(size, scene)
  context.strokeStyle = context.fillStyle
  context.lineWidth = 1
  context.lineJoin = 'round'
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.stroke()
  if (size.width / (spanSeconds(scene.view) * scene.sampleRate) < dotPixels) return
  context.beginPath()
  for (const [x, y] of points) {
    context.moveTo(x + dotRadius, y)
    context.arc(x, y, dotRadius, 0, 2 * Math.PI)
  }
  context.fill()
}
