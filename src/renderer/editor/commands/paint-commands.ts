import type { Editor } from '../editor.svelte'
import type { PaintTool } from '../painting.svelte'
import {
  needsNoRun,
  needsSeparation,
  needsTimeSelection,
  type Command,
  type CommandsOf,
  type Condition
} from './command'

const needsSources: Condition = {
  isMet: (e) => e.document.project.sources.length > 0,
  reason: 'Put components into sources first.'
}

const needsPaint: Condition = {
  isMet: (e) => e.painting.hints.length > 0,
  reason: 'Nothing is painted.'
}

const needsNoLearning: Condition = {
  isMet: (e) => e.painting.learning === null,
  reason: 'The separation is learning from the paint.'
}

const choosing = (tool: PaintTool): Command => ({
  run: (e) => e.painting.choose(tool),
  needs: [needsSeparation, needsNoRun, needsSources],
  isChecked: (e) => e.painting.tool === tool
})

export const paintCommands: CommandsOf<'paint'> = {
  'paint.select': choosing('select'),
  'paint.brush': choosing('brush'),
  'paint.box': choosing('box'),
  'paint.erase': choosing('erase'),
  'paint.selection': {
    run: paintSelection,
    needs: [needsSeparation, needsNoRun, needsSources, needsTimeSelection]
  },
  'paint.erase-selection': {
    run: (e) => e.painting.eraseWithin(e.timeline.selection!.startSeconds, e.timeline.selection!.endSeconds),
    needs: [needsTimeSelection, needsPaint]
  },
  'paint.erase-all': { run: (e) => e.painting.eraseAll(), needs: [needsPaint] },
  'paint.learn': {
    run: (e) => e.painting.learn(),
    needs: [needsSeparation, needsNoRun, needsNoLearning, needsPaint]
  }
}

/** A selection without a band is painted over all frequencies. */
function paintSelection(editor: Editor): void {
  const { selection, band } = editor.timeline
  const highest = (editor.document.clip?.sampleRate ?? 0) / 2
  const { lowHertz, highHertz } = band ?? { lowHertz: 0, highHertz: highest }
  editor.painting.paint({ kind: 'box', ...selection!, lowHertz, highHertz })
}
