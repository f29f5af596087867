import { pixelsToSeconds } from '../drawing/time-view'
import type { Timeline } from '../editor/timeline.svelte'

const zoomPerPixel = 1.0025

/**
 * Ctrl+wheel zooms at the pointer, Shift+wheel and a sideways wheel scroll time; any other wheel is the list's.
 *
 * @param lanes left edge and width of the lanes, in the window's pixels
 * @returns whether the wheel was used
 */
export function handleWheel(event: WheelEvent, timeline: Timeline, lanes: { left: number; width: number }): boolean {
  if (lanes.width <= 0) return false
  const { view } = timeline
  const secondsPerPixel = (view.endSeconds - view.startSeconds) / lanes.width
  if (event.ctrlKey || event.metaKey) {
    const pointer = Math.max(0, event.clientX - lanes.left)
    timeline.zoom(zoomPerPixel ** -event.deltaY, pixelsToSeconds(pointer, view, lanes.width))
    return true
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
  if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return false
  timeline.scroll(sideways * secondsPerPixel)
  return true
}
