import { needsNoRun, type CommandsOf } from './command'

export const editCommands: CommandsOf<'edit'> = {
  'edit.undo': {
    run: (e) => e.document.undo(),
    needs: [needsNoRun, { isMet: (e) => e.document.canUndo, reason: 'There is nothing to undo.' }]
  },
  'edit.redo': {
    run: (e) => e.document.redo(),
    needs: [needsNoRun, { isMet: (e) => e.document.canRedo, reason: 'There is nothing to redo.' }]
  }
}
