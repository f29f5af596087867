import { commandIds, type CommandId, type CommandState } from '@core/contract/commands'
import type { Editor } from './editor.svelte'
import { zoomStep } from './timeline.svelte'

interface Command {
  /** as tooltips and the shortcuts sheet name it */
  readonly title: string
  run(editor: Editor): unknown
  isEnabled(editor: Editor): boolean
  /** missing: not a check box */
  isChecked?(editor: Editor): boolean
}

const always = () => true
const hasClip = (editor: Editor) => editor.document.clip !== null
const canHearSources = (editor: Editor) => editor.transport.canHearSources
const hasSeparation = (editor: Editor) => editor.document.factors !== null && !editor.run.isRunning
const isFree = (editor: Editor) => !editor.run.isRunning && editor.opening.state.kind === 'idle'

/** Everything that the menu, a key or a button can do: one place for how, when and by which key. */
export const commands: Readonly<Record<CommandId, Command>> = {
  'file.open': { title: 'Open…', run: (e) => e.opening.chooseFile(), isEnabled: isFree },
  'file.open-demo': { title: 'Try the demo', run: (e) => e.opening.openDemo(), isEnabled: isFree },
  'file.save': {
    title: 'Save',
    run: (e) => e.saving.save(false),
    isEnabled: (e) => hasClip(e) && !e.saving.isSaving
  },
  'file.save-as': {
    title: 'Save as…',
    run: (e) => e.saving.save(true),
    isEnabled: (e) => hasClip(e) && !e.saving.isSaving
  },
  'file.toggle-embed': {
    title: 'Keep the recording inside the project',
    run: (e) => e.document.toggleEmbedding(),
    isEnabled: hasClip,
    isChecked: (e) => e.document.isAudioEmbedded
  },
  'file.export': { title: 'Export stems…', run: (e) => e.stemExport.open(), isEnabled: hasSeparation },
  'file.close': {
    title: 'Close recording',
    run: (e) => e.closeDocument(),
    isEnabled: (e) => hasClip(e) && isFree(e)
  },
  'edit.undo': {
    title: 'Undo',
    run: (e) => e.document.undo(),
    isEnabled: (e) => e.document.canUndo && !e.run.isRunning
  },
  'edit.redo': {
    title: 'Redo',
    run: (e) => e.document.redo(),
    isEnabled: (e) => e.document.canRedo && !e.run.isRunning
  },
  'edit.rename': {
    title: 'Rename',
    run: (e) => e.rows.rename(e.rows.focused?.id ?? null),
    isEnabled: (e) => hasSeparation(e) && e.rows.focused !== null
  },
  'edit.group': {
    title: 'Group selected components',
    run: (e) => e.grouping.makeSource(e.rows.selectedComponents(e.document.project)),
    isEnabled: (e) => hasSeparation(e) && e.rows.selectedComponents(e.document.project).length > 0
  },
  'edit.merge': {
    title: 'Merge selected components',
    run: (e) => e.grouping.merge(e.rows.selectedComponents(e.document.project)),
    isEnabled: (e) => hasSeparation(e) && e.rows.selectedComponents(e.document.project).length > 1
  },
  'edit.unmerge': {
    title: 'Unmerge',
    run: (e) => e.grouping.unmerge(e.rows.selectedComponents(e.document.project)),
    isEnabled: (e) =>
      hasSeparation(e) && e.rows.selectedComponents(e.document.project).some((id) => e.grouping.isMerged(id))
  },
  'edit.new-source': { title: 'New source', run: (e) => e.grouping.makeSource([]), isEnabled: hasSeparation },
  'edit.clear-mutes': {
    title: 'Clear all mutes',
    run: (e) => e.document.dispatch({ type: 'clear-mutes' }),
    isEnabled: hasSeparation
  },
  'edit.clear-solos': {
    title: 'Clear all solos',
    run: (e) => e.document.dispatch({ type: 'clear-solos' }),
    isEnabled: hasSeparation
  },
  'separate.start': {
    title: 'Separate',
    run: (e) => e.separate(),
    isEnabled: (e) => hasClip(e) && isFree(e) && e.settings.isUsable
  },
  'separate.cancel': {
    title: 'Cancel separation',
    run: (e) => e.run.end('cancel'),
    isEnabled: (e) => e.run.isRunning
  },
  'separate.group-percussive': {
    title: 'Group drums apart',
    run: (e) => e.grouping.groupPercussive(),
    isEnabled: hasSeparation
  },
  'transport.play-pause': {
    title: 'Play or pause',
    run: (e) => e.transport.playOrPause(),
    isEnabled: hasClip
  },
  'transport.to-start': { title: 'To start', run: (e) => e.transport.toStart(), isEnabled: hasClip },
  'transport.loop': {
    title: 'Loop',
    run: (e) => e.timeline.setLooping(!e.timeline.isLoopOn),
    isEnabled: hasClip,
    isChecked: (e) => e.timeline.isLoopOn
  },
  'transport.hear-original': {
    title: 'Hear the original',
    run: (e) => e.transport.hear('original'),
    isEnabled: hasClip,
    isChecked: (e) => e.transport.hearing === 'original'
  },
  'transport.hear-sources': {
    title: 'Hear the sources that are on',
    run: (e) => e.transport.hear('sources'),
    isEnabled: canHearSources,
    isChecked: (e) => e.transport.hearing === 'sources'
  },
  'transport.hear-residual': {
    title: 'Hear the residual',
    run: (e) => e.transport.hear(e.transport.hearing === 'residual' ? 'sources' : 'residual'),
    isEnabled: canHearSources,
    isChecked: (e) => e.transport.hearing === 'residual'
  },
  'view.zoom-in': {
    title: 'Zoom in',
    run: (e) => e.timeline.zoom(zoomStep, e.timeline.anchor(e.transport.positionSeconds)),
    isEnabled: hasClip
  },
  'view.zoom-out': {
    title: 'Zoom out',
    run: (e) => e.timeline.zoom(1 / zoomStep, e.timeline.anchor(e.transport.positionSeconds)),
    isEnabled: hasClip
  },
  'view.zoom-fit': { title: 'Zoom to fit', run: (e) => e.timeline.fit(), isEnabled: hasClip },
  'view.zoom-selection': {
    title: 'Zoom to selection',
    run: (e) => e.timeline.zoomToSelection(),
    isEnabled: (e) => e.timeline.selection !== null
  },
  'view.spectrogram-mode': {
    title: 'Next spectrogram mode',
    run: (e) => e.appearance.nextMode(e.hasSourceColours),
    isEnabled: hasClip
  },
  'view.inspector': {
    title: 'Inspector',
    run: (e) => e.appearance.toggleInspector(),
    isEnabled: hasClip,
    isChecked: (e) => e.appearance.isInspectorOpen
  },
  'help.shortcuts': {
    title: 'Keyboard shortcuts',
    run: (e) => e.showSheet('shortcuts'),
    isEnabled: always
  },
  'help.options': {
    title: 'About the separation options',
    run: (e) => e.showSheet('options'),
    isEnabled: always
  },
  'help.about': { title: 'About Unweave', run: (e) => e.showSheet('about'), isEnabled: always }
}

/** Carries a command out if it can be now. */
export function runCommand(editor: Editor, id: CommandId): void {
  if (commands[id].isEnabled(editor)) void commands[id].run(editor)
}

/** What the application menu shows of every command. */
export function commandStates(editor: Editor): Record<CommandId, CommandState> {
  const entries = commandIds.map((id) => {
    const { isEnabled, isChecked } = commands[id]
    return [id, { isEnabled: isEnabled(editor), isChecked: isChecked?.(editor) ?? null }]
  })
  return Object.fromEntries(entries) as Record<CommandId, CommandState>
}
