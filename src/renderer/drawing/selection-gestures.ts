import { hertzToPixels, pixelsToHertz, type FrequencyView } from './frequency-axis'
import {
  anchorFarFrom,
  anchorOfGrip,
  gripAt,
  gripCursor,
  stretchTo,
  type Anchor,
  type Grip,
  type Point,
  type SelectionBox
} from './selection-box'
import { snapHertz, snapSeconds } from './selection-grid'
import { pixelsToSeconds, secondsToPixels, type ColumnTiming, type TimeView } from './time-view'

export interface SelectionGestures {
  /** where in the window the time axis lies; the element's own box unless given */
  readonly area?: () => DOMRect
  /** whether a press there is meant; all are unless given */
  readonly accepts?: (event: PointerEvent) => boolean
  readonly view: () => TimeView
  /** null: a lane of time alone, where new selections have no band */
  readonly frequencyView: () => FrequencyView | null
  readonly durationSeconds: () => number
  /** where Shift selects from when there is no selection */
  readonly positionSeconds: () => number
  readonly selection: () => SelectionBox | null
  /** the grid that selections keep to; null before there is one. Ctrl turns `isSnapping` round. */
  readonly grid: () => ColumnTiming | null
  readonly isSnapping: () => boolean
  readonly onSelect: (box: SelectionBox | null) => void
  /** a press that did not move */
  readonly onClick: (seconds: number) => void
  /** what a press beside all edges does as it moves: selects anew, or follows the pointer */
  readonly onScrub?: (seconds: number) => void
  /** the pointer's shape beside all edges */
  readonly restingCursor: string
}

interface Drag {
  readonly x: number
  readonly y: number
  readonly before: SelectionBox | null
  readonly kind: 'new' | 'edge' | 'extend' | 'scrub'
  readonly from: Point
  readonly anchor: Anchor
  isMoving: boolean
}

const dragPixels = 3

/**
 * Drag selects, or moves the edge or corner under the pointer; Shift takes the nearer edges to the pointer; a press that does
 * not move is a click; Escape takes the drag back. Returns the way to stop.
 */
export function listenForSelection(element: HTMLElement, gestures: SelectionGestures): () => void {
  let drag: Drag | null = null
  const stop = new AbortController()
  const { signal } = stop
  const area = () => gestures.area?.() ?? element.getBoundingClientRect()

  const pointAt = (event: PointerEvent): Point => {
    const box = area()
    const seconds = pixelsToSeconds(event.clientX - box.left, gestures.view(), box.width)
    const shown = gestures.frequencyView()
    const hertz = shown ? pixelsToHertz(clamp(event.clientY - box.top, 0, box.height), shown, box.height) : 0
    return { seconds: clamp(seconds, 0, gestures.durationSeconds()), hertz }
  }
  const snap = (point: Point, event: PointerEvent): Point => {
    const grid = gestures.grid()
    if (grid === null || gestures.isSnapping() === (event.ctrlKey || event.metaKey)) return point
    const seconds = clamp(snapSeconds(point.seconds, grid), 0, gestures.durationSeconds())
    return { seconds, hertz: point.hertz > 0 ? snapHertz(point.hertz) : 0 }
  }
  const gripUnder = (event: PointerEvent): Grip | null => {
    const selected = gestures.selection()
    if (selected === null) return null
    const { left, top, width, height } = area()
    const [view, shown] = [gestures.view(), gestures.frequencyView()]
    return gripAt(event.clientX - left, event.clientY - top, {
      left: secondsToPixels(selected.time.startSeconds, view, width),
      right: secondsToPixels(selected.time.endSeconds, view, width),
      vertical: shown &&
        selected.band && {
          top: hertzToPixels(selected.band.highHertz, shown, height),
          bottom: hertzToPixels(selected.band.lowHertz, shown, height)
        }
    })
  }
  const begin = (event: PointerEvent): Drag => {
    const before = gestures.selection()
    const from = pointAt(event)
    const common = { x: event.clientX, y: event.clientY, before, from, isMoving: false }
    if (event.shiftKey) {
      const anchor = before ? anchorFarFrom(before, from) : { seconds: gestures.positionSeconds(), hertz: null }
      return { ...common, kind: 'extend', anchor, isMoving: true }
    }
    const grip = gripUnder(event)
    if (grip && before) return { ...common, kind: 'edge', anchor: anchorOfGrip(before, grip) }
    return { ...common, kind: gestures.onScrub ? 'scrub' : 'new', anchor: { seconds: null, hertz: null } }
  }
  const follow = (event: PointerEvent, held: Drag) => {
    const point = pointAt(event)
    if (held.kind === 'scrub') return gestures.onScrub?.(point.seconds)
    const start = snap(held.from, event)
    const isBox = gestures.frequencyView() !== null && Math.abs(event.clientY - held.y) > dragPixels
    const fresh = { seconds: start.seconds, hertz: isBox ? start.hertz : null }
    const anchor = held.kind === 'new' ? fresh : held.anchor
    const kept = held.kind === 'new' || held.before === null ? nothing : held.before
    // A lane of time alone has no frequency to stretch a band to.
    const shownAnchor = gestures.frequencyView() === null ? { ...anchor, hertz: null } : anchor
    gestures.onSelect(stretchTo(kept, shownAnchor, snap(point, event)))
  }
  const takeBack = () => {
    if (drag?.isMoving && drag.kind !== 'scrub') gestures.onSelect(drag.before)
    drag = null
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || event.altKey || !(gestures.accepts?.(event) ?? true)) return
      drag = begin(event)
      if (drag.kind === 'extend' || drag.kind === 'scrub') follow(event, drag)
      if (drag.kind !== 'new' || gestures.accepts === undefined) element.setPointerCapture(event.pointerId)
    },
    { signal }
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!drag) {
        const isMeant = gestures.accepts?.(event) ?? true
        const grip = isMeant ? gripUnder(event) : null
        element.style.cursor = grip ? gripCursor(grip) : gestures.restingCursor
        return
      }
      if (!drag.isMoving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > dragPixels) {
        drag.isMoving = true
        element.setPointerCapture(event.pointerId)
      }
      if (drag.isMoving) follow(event, drag)
    },
    { signal }
  )
  element.addEventListener(
    'pointerup',
    () => {
      if (drag && !drag.isMoving && drag.kind !== 'scrub') gestures.onClick(drag.from.seconds)
      drag = null
    },
    { signal }
  )
  element.addEventListener('pointercancel', takeBack, { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !drag) return
      // The next Escape is for the selection.
      event.preventDefault()
      takeBack()
    },
    { signal, capture: true }
  )
  return () => stop.abort()
}

const nothing: SelectionBox = { time: { startSeconds: 0, endSeconds: 0 }, band: null }

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(low, value), high)
}
