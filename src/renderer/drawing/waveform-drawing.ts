import type { SurfaceSize } from './lane-surface'
import { levelFor, type PeakLevel, type PeakPyramid } from './peak-pyramid'
import { spanSeconds, type TimeView } from './time-view'

export interface WaveformScene {
  readonly pyramid: PeakPyramid
  readonly view: TimeView
  readonly sampleRate: number
  /** channels drawn over each other; their common envelope is shown */
  readonly channels: readonly number[]
  /** amplitude a is drawn at a^exponent: 1 is linear, less lifts what is quiet */
  readonly exponent: number
  /** the amplitude that reaches the edge of the area */
  readonly fullAmplitude: number
}

/** Fills the envelope around the middle of the area with the context's fill style, one bar per device pixel. */
export function drawWaveform(context: CanvasRenderingContext2D, size: SurfaceSize, scene: WaveformScene): void {
  const { pyramid, view, sampleRate } = scene
  const pixels = Math.round(size.width * size.ratio)
  const samplesPerPixel = (spanSeconds(view) * sampleRate) / (size.width * size.ratio)
  const level = levelFor(pyramid, samplesPerPixel)
  const startSample = view.startSeconds * sampleRate
  const middle = size.height / 2
  const reach = middle - 1
  const bar = 1 / size.ratio
  context.beginPath()
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = startSample + pixel * samplesPerPixel
    const to = from + samplesPerPixel
    if (to <= 0 || from >= pyramid.lengthSamples) continue
    const [low, high] = envelope(level, scene.channels, from, to)
    const top = middle - bend(high / scene.fullAmplitude, scene.exponent) * reach
    const bottom = middle - bend(low / scene.fullAmplitude, scene.exponent) * reach
    context.rect(pixel * bar, Math.min(top, middle - bar / 2), bar, Math.max(bottom - top, bar))
  }
  context.fill()
}

function bend(amplitude: number, exponent: number): number {
  const clipped = Math.min(1, Math.abs(amplitude))
  return Math.sign(amplitude) * (exponent === 1 ? clipped : clipped ** exponent)
}

/** Smallest and largest value of a stretch of samples, over the given channels. */
export function envelope(
  level: PeakLevel,
  channels: readonly number[],
  fromSample: number,
  toSample: number
): [number, number] {
  const from = fromSample / level.samplesPerPeak
  const to = toSample / level.samplesPerPeak
  let low = Infinity
  let high = -Infinity
  for (const channel of channels) {
    const peaks = level.channels[channel]
    const last = peaks.length / 2 - 1
    if (last < 0) continue
    if (to - from < 1) {
      // Finer than the peaks: between two of their centres the envelope is a straight line.
      const centre = Math.min(Math.max(0, (from + to) / 2 - 0.5), last)
      const left = Math.floor(centre)
      const right = Math.min(left + 1, last)
      const share = centre - left
      low = Math.min(low, peaks[2 * left] * (1 - share) + peaks[2 * right] * share)
      high = Math.max(high, peaks[2 * left + 1] * (1 - share) + peaks[2 * right + 1] * share)
      continue
    }
    for (let i = Math.max(0, Math.floor(from)); i <= Math.min(last, Math.ceil(to) - 1); i++) {
      low = Math.min(low, peaks[2 * i])
      high = Math.max(high, peaks[2 * i + 1])
    }
  }
  return low <= high ? [low, high] : [0, 0]
}
