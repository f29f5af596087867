import { pixelsToSeconds, type TimeView } from './time-view'

export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

export interface TimeGestures {
  readonly view: () => TimeView
  readonly durationSeconds: () => number
  readonly selection: () => TimeRange | null
  readonly onSeek: (seconds: number) => void
  readonly onSelect: (range: TimeRange | null) => void
}

const dragPixels = 3

/** Click seeks and drops the selection, drag selects, Escape takes the drag back. Returns the way to stop. */
export function listenForTimeGestures(element: HTMLElement, gestures: TimeGestures): () => void {
  let drag: { fromPixels: number; fromSeconds: number; before: TimeRange | null; isMoving: boolean } | null = null
  const stop = new AbortController()
  const { signal } = stop

  const secondsAt = (event: PointerEvent) => {
    const box = element.getBoundingClientRect()
    const seconds = pixelsToSeconds(event.clientX - box.left, gestures.view(), box.width)
    return Math.min(Math.max(0, seconds), gestures.durationSeconds())
  }
  const takeBack = () => {
    if (drag?.isMoving) gestures.onSelect(drag.before)
    drag = null
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      element.setPointerCapture(event.pointerId)
      const fromSeconds = secondsAt(event)
      drag = { fromPixels: event.clientX, fromSeconds, before: gestures.selection(), isMoving: false }
    },
    { signal }
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!drag) return
      drag.isMoving ||= Math.abs(event.clientX - drag.fromPixels) > dragPixels
      if (!drag.isMoving) return
      const seconds = secondsAt(event)
      gestures.onSelect({
        startSeconds: Math.min(drag.fromSeconds, seconds),
        endSeconds: Math.max(drag.fromSeconds, seconds)
      })
    },
    { signal }
  )
  element.addEventListener(
    'pointerup',
    () => {
      if (!drag) return
      const { isMoving, fromSeconds, before } = drag
      drag = null
      if (isMoving) return
      if (before) gestures.onSelect(null)
      gestures.onSeek(fromSeconds)
    },
    { signal }
  )
  element.addEventListener('pointercancel', takeBack, { signal })
  window.addEventListener('keydown', (event) => event.key === 'Escape' && takeBack(), { signal })
  return () => stop.abort()
}
