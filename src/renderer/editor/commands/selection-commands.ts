import { needsClip, needsTimeSelection, type CommandsOf } from './command'

export const selectionCommands: CommandsOf<'selection'> = {
  'selection.all': {
    run: (e) => e.timeline.selectAll(),
    needs: [needsClip]
  },
  'selection.none': { run: (e) => e.escape(), needs: [needsClip] },
  'selection.snap': {
    run: (e) => e.timeline.toggleSnapping(),
    needs: [needsClip],
    isChecked: (e) => e.timeline.isSnapping
  },
  'selection.loop': { run: (e) => e.timeline.setLooping(true), needs: [needsClip, needsTimeSelection] }
}
