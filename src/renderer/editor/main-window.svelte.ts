import type { CommandId } from '@core/contract/commands'
import * as desktop from '../clients/desktop'
import { commandStates, runCommand } from './commands'
import type { Editor } from './editor.svelte'
import { tellFailure } from './failures'

/** Joins the editor to main: what the menu and the system ask for, and what title and menu show. Needs an effect root. */
export function connectToMain(editor: Editor): () => void {
  const stops = [
    desktop.on('command', ({ id }) => editor.recovery.offer === null && runFromMenu(editor, id)),
    desktop.on('file-requested', (opened) => void editor.recovery.settled.then(() => editor.opening.open(opened))),
    desktop.on('open-failed', ({ error, name }) => editor.opening.fail(error, name)),
    desktop.on('close-requested', () => void close(editor)),
    desktop.on('engine-exited', () => {
      // A run that was under way tells of it itself, with a way to try again.
      if (!editor.run.isRunning && editor.messages.dialog === null)
        editor.messages.warn('The separation engine stopped and was started again. Nothing is lost.')
    })
  ]
  $effect(() => {
    const { name, isDirty } = editor.document
    void desktop.request('update-window', { documentName: name, isDirty, commands: commandStates(editor) })
  })
  void openWhatWasAskedFor(editor)
  return () => stops.forEach((stop) => stop())
}

/** In a text field the menu's items for text are about the text; a dialog has to be answered first. */
function runFromMenu(editor: Editor, id: CommandId): void {
  const field = document.activeElement
  if (id === 'selection.all' && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    field.select()
  else if (!editor.hasModal) runCommand(editor, id)
}

async function openWhatWasAskedFor(editor: Editor): Promise<void> {
  try {
    const [{ opened, error, shouldSeparate }] = await Promise.all([desktop.request('ready'), askForRecovery(editor)])
    if (error !== null) editor.opening.fail(error, null)
    if ((await editor.opening.open(opened)) && shouldSeparate) runCommand(editor, 'separate.start')
  } catch (thrown) {
    tellFailure(editor.messages, thrown)
  }
}

/** What was lost comes before anything else. */
async function askForRecovery(editor: Editor): Promise<void> {
  await editor.recovery.ask().catch((thrown: unknown) => tellFailure(editor.messages, thrown))
}

async function close(editor: Editor): Promise<void> {
  if (await editor.saving.mayDiscard()) await desktop.request('close-window')
}
