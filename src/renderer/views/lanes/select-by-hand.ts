import type { Editor } from '../../editor/editor.svelte'
import { listenForSelection, type SelectionGestures } from '../../drawing/selection-gestures'

type Own = Pick<SelectionGestures, 'restingCursor'> &
  Partial<Pick<SelectionGestures, 'area' | 'accepts' | 'onClick' | 'onScrub'>> & {
    /** whether the lane has a frequency axis, so that dragging makes boxes */
    readonly hasFrequencies: boolean
  }

/** Lets a lane change the selection of the editor. A click seeks and drops the selection unless the lane has a click of its own. */
export function selectByHand(editor: Editor, element: HTMLElement, own: Own): () => void {
  const { timeline, transport, spectrogramView, recording } = editor
  return listenForSelection(element, {
    ...own,
    view: () => timeline.view,
    frequencyView: () => (own.hasFrequencies ? spectrogramView.frequencyView : null),
    durationSeconds: () => timeline.durationSeconds,
    positionSeconds: () => transport.positionSeconds,
    selection: () => (timeline.selection === null ? null : { time: timeline.selection, band: timeline.band }),
    grid: () => recording.spectrogram,
    isSnapping: () => timeline.isSnapping,
    onSelect: (box) => timeline.select(box?.time ?? null, box?.band ?? null),
    onClick:
      own.onClick ??
      ((seconds) => {
        timeline.select(null)
        transport.seek(seconds)
      })
  })
}
