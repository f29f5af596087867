import type { StripKind } from '@core/project/edits'
import { runCommand } from './commands'
import type { Editor } from './editor.svelte'

/** All that is heard for one purpose is one step of undo. */
const step = 'audition'

/** Plays one component or source alone, from where the playhead is. */
export function hearAlone(editor: Editor, kind: StripKind, id: string): void {
  const strips: readonly { id: string; isSoloed: boolean }[] =
    kind === 'component' ? editor.document.project.components : editor.document.project.sources
  editor.document.dispatch({ type: 'clear-solos' }, step)
  if (strips.some((strip) => strip.id === id))
    editor.document.dispatch({ type: 'set-soloed', kind, ids: [id], isSoloed: true }, step)
  play(editor)
}

/** Plays several components alone. */
export function hearComponents(editor: Editor, ids: readonly string[]): void {
  editor.document.dispatch({ type: 'clear-solos' }, step)
  editor.document.dispatch({ type: 'set-soloed', kind: 'component', ids, isSoloed: true }, step)
  play(editor)
}

/** Ends hearing one thing alone: everything that is on is heard again. */
export function hearAll(editor: Editor): void {
  editor.document.dispatch({ type: 'clear-solos' }, step)
}

function play(editor: Editor): void {
  if (editor.transport.hearing !== 'sources') editor.transport.hear('sources')
  if (!editor.transport.isPlaying) runCommand(editor, 'transport.play-pause')
}
