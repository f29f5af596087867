import { needsClip, needsTimeSelection, type CommandsOf } from './command'

export const selectionCommands: CommandsOf<'selection'> = {
  'selection.all': {
    run: (e) => e.timeline.select({ startSeconds: 0, endSeconds: e.timeline.durationSeconds }),
    needs: [needsClip]
  },
  'selection.none': { run: (e) => e.escape(), needs: [needsClip] },
  'selection.loop': { run: (e) => e.timeline.setLooping(true), needs: [needsClip, needsTimeSelection] }
}
