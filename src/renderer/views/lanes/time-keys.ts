import { secondsToColumn, columnCentreSeconds } from '../../drawing/time-view'
import type { Editor } from '../../editor/editor.svelte'

const leap = 10

/** Left and Right on a lane of time: the playhead by a column, with Ctrl by ten; with Shift the selection goes along. */
export function timeKey(editor: Editor, event: KeyboardEvent): void {
  if (event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
  const { timeline, transport, recording } = editor
  const grid = recording.spectrogram
  if (grid === null) return
  event.preventDefault()
  const from = transport.positionSeconds
  const columns = (event.key === 'ArrowRight' ? 1 : -1) * (event.ctrlKey || event.metaKey ? leap : 1)
  const moved = columnCentreSeconds(secondsToColumn(from, grid) + columns, grid)
  const to = Math.min(Math.max(0, moved), timeline.durationSeconds)
  if (event.shiftKey) {
    const { selection, band } = timeline
    // The edge that the playhead stands on goes with it, the other one stays.
    const isAt = (seconds: number) => Math.abs(seconds - from) < 1e-6
    const anchor =
      selection === null ? from : isAt(selection.endSeconds) ? selection.startSeconds : selection.endSeconds
    const isGoingOn = selection !== null && (isAt(selection.startSeconds) || isAt(selection.endSeconds))
    const other = isGoingOn ? anchor : from
    timeline.select({ startSeconds: Math.min(other, to), endSeconds: Math.max(other, to) }, isGoingOn ? band : null)
  }
  transport.seek(to)
  timeline.follow(to)
}
