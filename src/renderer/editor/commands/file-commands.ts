import {
  needsClip,
  needsNoOpening,
  needsNoRun,
  needsNoSplit,
  needsSeparation,
  type CommandsOf,
  type Condition
} from './command'

const needsNoSaving: Condition = { isMet: (editor) => !editor.saving.isSaving, reason: 'The project is being saved.' }

export const fileCommands: CommandsOf<'file'> = {
  'file.open': { run: (e) => e.opening.chooseFile(), needs: [needsNoRun, needsNoSplit, needsNoOpening] },
  'file.open-demo': { run: (e) => e.opening.openDemo(), needs: [needsNoRun, needsNoSplit, needsNoOpening] },
  'file.save': { run: (e) => e.saving.save(false), needs: [needsClip, needsNoSaving] },
  'file.save-as': { run: (e) => e.saving.save(true), needs: [needsClip, needsNoSaving] },
  'file.toggle-embed': {
    run: (e) => e.document.toggleEmbedding(),
    needs: [needsClip],
    isChecked: (e) => e.document.isAudioEmbedded
  },
  'file.export': { run: (e) => e.stemExport.open(), needs: [needsSeparation, needsNoRun] },
  'file.close': { run: (e) => e.closeDocument(), needs: [needsClip, needsNoRun, needsNoSplit, needsNoOpening] }
}
