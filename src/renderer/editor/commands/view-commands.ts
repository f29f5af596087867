import type { ComponentOrder } from '@core/grouping/component-order'
import type { Editor } from '../editor.svelte'
import { focusNextRegion } from '../focus'
import { zoomStep } from '../timeline.svelte'
import { needsClip, needsSeparation, needsTimeSelection, type Command, type CommandsOf } from './command'

const normalSpanSeconds = 10

function zoom(editor: Editor, factor: number): void {
  editor.timeline.zoom(factor, editor.timeline.anchor(editor.transport.positionSeconds))
}

const sorting = (order: ComponentOrder): Command => ({
  run: (e) => e.rows.setOrder(order),
  needs: [needsSeparation],
  isChecked: (e) => e.rows.order === order
})

export const viewCommands: CommandsOf<'view'> = {
  'view.zoom-in': { run: (e) => zoom(e, zoomStep), needs: [needsClip] },
  'view.zoom-normal': {
    run: (e) => zoom(e, (e.timeline.view.endSeconds - e.timeline.view.startSeconds) / normalSpanSeconds),
    needs: [needsClip]
  },
  'view.zoom-out': { run: (e) => zoom(e, 1 / zoomStep), needs: [needsClip] },
  'view.zoom-fit': { run: (e) => e.timeline.fit(), needs: [needsClip] },
  'view.zoom-selection': { run: (e) => e.timeline.zoomToSelection(), needs: [needsClip, needsTimeSelection] },
  'view.spectrogram-mode': { run: (e) => e.appearance.nextMode(e.hasSourceColours), needs: [needsClip] },
  'view.sort-separation': sorting('separation'),
  'view.sort-loudness': sorting('loudness'),
  'view.sort-pitch': sorting('pitch'),
  'view.sort-time': sorting('time'),
  'view.sort-similarity': sorting('similarity'),
  'view.inspector': {
    run: (e) => e.appearance.toggleInspector(),
    needs: [needsClip],
    isChecked: (e) => e.appearance.isInspectorOpen
  },
  'view.next-region': { run: () => focusNextRegion(1), needs: [] },
  'view.previous-region': { run: () => focusNextRegion(-1), needs: [] }
}
