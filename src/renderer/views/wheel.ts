import { pixelsToHertz } from '../drawing/frequency-axis'
import { pixelsToSeconds } from '../drawing/time-view'
import type { SpectrogramView } from '../editor/spectrogram-view.svelte'
import type { Timeline } from '../editor/timeline.svelte'

const zoomPerPixel = 1.0025

/**
 * Ctrl+wheel zooms at the pointer, Shift+wheel and a sideways wheel scroll time; any other wheel is the list's.
 *
 * @param lanes left edge and width of the lanes, in the window's pixels
 * @returns whether the wheel was used
 */
export function handleWheel(event: WheelEvent, timeline: Timeline, lanes: { left: number; width: number }): boolean {
  if (lanes.width <= 0 || event.altKey) return false
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

/** Zooms the frequencies at the pointer; with Alt some systems turn the wheel into a sideways one. */
export function zoomFrequencyByWheel(event: WheelEvent, shown: SpectrogramView, lane: DOMRect): void {
  const delta = event.deltaY === 0 ? event.deltaX : event.deltaY
  shown.zoom(zoomPerPixel ** -delta, pixelsToHertz(event.clientY - lane.top, shown.frequencyView, lane.height))
}
