import type { FrequencyBand } from '@core/spectral/frequency-band'
import type { TimeRange } from './time-view'

/** A stretch of time, of all frequencies or of a band. */
export interface SelectionBox {
  readonly time: TimeRange
  readonly band: FrequencyBand | null
}

export interface Point {
  readonly seconds: number
  readonly hertz: number
}

/** Which edges of a selection the pointer holds; two of them are a corner. */
export interface Grip {
  readonly time: 'start' | 'end' | null
  readonly frequency: 'low' | 'high' | null
}

/** The edges in the pixels of a lane; a selection of all frequencies has no top and bottom. */
export interface BoxPixels {
  readonly left: number
  readonly right: number
  readonly vertical: { readonly top: number; readonly bottom: number } | null
}

/** What stays where it is while a selection is stretched; null leaves a direction as it was. */
export interface Anchor {
  readonly seconds: number | null
  readonly hertz: number | null
}

/** Half of what a target has to measure. */
const reachPixels = 12

/** The edge or corner within 12 px of a place; inside a small box its middle keeps half of it. */
export function gripAt(x: number, y: number, box: BoxPixels): Grip | null {
  const { left, right, vertical } = box
  const isBeside = vertical !== null && (y < vertical.top - reachPixels || y > vertical.bottom + reachPixels)
  if (isBeside || x < left - reachPixels || x > right + reachPixels) return null
  const time = edgeAt(x, left, right, 'start', 'end')
  const frequency = vertical === null ? null : edgeAt(y, vertical.top, vertical.bottom, 'high', 'low')
  return time === null && frequency === null ? null : { time, frequency }
}

function edgeAt<Edge>(at: number, from: number, to: number, first: Edge, last: Edge): Edge | null {
  const inside = Math.min(reachPixels, (to - from) / 4)
  if (at <= from + inside) return first
  return at >= to - inside ? last : null
}

/** The edges opposite to a grip. */
export function anchorOfGrip({ time, band }: SelectionBox, grip: Grip): Anchor {
  const seconds = { start: time.endSeconds, end: time.startSeconds }
  const hertz = band && { low: band.highHertz, high: band.lowHertz }
  return {
    seconds: grip.time === null ? null : seconds[grip.time],
    hertz: grip.frequency === null || hertz === null ? null : hertz[grip.frequency]
  }
}

/** The edges that are farther from a point: it takes the nearer ones with it. */
export function anchorFarFrom({ time, band }: SelectionBox, { seconds, hertz }: Point): Anchor {
  return {
    seconds: farther(seconds, time.startSeconds, time.endSeconds),
    hertz: band && farther(hertz, band.lowHertz, band.highHertz)
  }
}

function farther(from: number, a: number, b: number): number {
  return Math.abs(from - a) > Math.abs(from - b) ? a : b
}

/** The selection from an anchor to a point, whichever way round; `before` keeps what has no anchor. null when nothing lies between. */
export function stretchTo(before: SelectionBox, anchor: Anchor, { seconds, hertz }: Point): SelectionBox | null {
  const { min, max } = Math
  const [t, f] = [anchor.seconds, anchor.hertz]
  if (t === seconds || f === hertz) return null
  return {
    time: t === null ? before.time : { startSeconds: min(t, seconds), endSeconds: max(t, seconds) },
    band: f === null ? before.band : { lowHertz: min(f, hertz), highHertz: max(f, hertz) }
  }
}

/** The pointer's shape over a grip. */
export function gripCursor({ time, frequency }: Grip): string {
  if (frequency === null) return 'ew-resize'
  if (time === null) return 'ns-resize'
  return (time === 'start') === (frequency === 'high') ? 'nwse-resize' : 'nesw-resize'
}
