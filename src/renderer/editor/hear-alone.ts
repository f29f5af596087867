import { runCommand } from './commands'
import type { Editor } from './editor.svelte'

/** Plays components alone, from where the playhead is. */
export function hearAlone(editor: Editor, componentIds: readonly string[]): void {
  editor.audition.only(componentIds)
  play(editor)
}

/** Plays on with all that is on. */
export function hearInPlace(editor: Editor): void {
  editor.audition.end()
  play(editor)
}

function play(editor: Editor): void {
  if (editor.transport.hearing !== 'sources') editor.transport.hear('sources')
  if (!editor.transport.isPlaying) runCommand(editor, 'transport.play-pause')
}
