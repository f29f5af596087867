import { clampView, minimumSpanSeconds, scrollView, spanSeconds, type TimeView } from './time-view'

/** What of the overview's window frame the pointer holds. */
export type OverviewGrip = 'start' | 'end' | 'window'

const handlePixels = 5

/** What lies under the pointer; outside the frame the view first jumps so that its middle is there. */
export function grabOverview(
  atPixels: number,
  view: TimeView,
  durationSeconds: number,
  widthPixels: number
): { grip: OverviewGrip; view: TimeView } {
  const pixelsPerSecond = widthPixels / durationSeconds
  const left = view.startSeconds * pixelsPerSecond
  const right = view.endSeconds * pixelsPerSecond
  const [toLeft, toRight] = [Math.abs(atPixels - left), Math.abs(atPixels - right)]
  if (Math.min(toLeft, toRight) <= handlePixels) return { grip: toLeft < toRight ? 'start' : 'end', view }
  if (atPixels > left && atPixels < right) return { grip: 'window', view }
  const middle = (view.startSeconds + view.endSeconds) / 2
  return { grip: 'window', view: scrollView(view, atPixels / pixelsPerSecond - middle, durationSeconds) }
}

/** The view after its grip was moved by a time from where it was taken. */
export function moveOverview(
  grip: OverviewGrip,
  taken: TimeView,
  bySeconds: number,
  durationSeconds: number
): TimeView {
  if (grip === 'window') return scrollView(taken, bySeconds, durationSeconds)
  const reach = spanSeconds(taken) - minimumSpanSeconds
  const moved =
    grip === 'start'
      ? { ...taken, startSeconds: Math.max(0, taken.startSeconds + Math.min(bySeconds, reach)) }
      : { ...taken, endSeconds: Math.min(durationSeconds, taken.endSeconds + Math.max(bySeconds, -reach)) }
  return clampView(moved, durationSeconds)
}
