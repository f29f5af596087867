import { commandIds, type CommandId, type CommandState } from '@core/contract/commands'
import type { Command } from './commands/command'
import { editCommands } from './commands/edit-commands'
import { fileCommands } from './commands/file-commands'
import { helpCommands } from './commands/help-commands'
import { paintCommands } from './commands/paint-commands'
import { regionCommands } from './commands/region-commands'
import { rowCommands } from './commands/row-commands'
import { selectionCommands } from './commands/selection-commands'
import { separateCommands } from './commands/separate-commands'
import { transportCommands } from './commands/transport-commands'
import { viewCommands } from './commands/view-commands'
import type { Editor } from './editor.svelte'

/** What everything does that a menu, a key, a button or the palette can ask for. */
export const commands: Readonly<Record<CommandId, Command>> = {
  ...fileCommands,
  ...editCommands,
  ...rowCommands,
  ...regionCommands,
  ...selectionCommands,
  ...paintCommands,
  ...separateCommands,
  ...transportCommands,
  ...viewCommands,
  ...helpCommands
}

/** Why a command cannot run now, as a sentence; null: it can. */
export function whyDisabled(editor: Editor, id: CommandId): string | null {
  return commands[id].needs.find((condition) => !condition.isMet(editor))?.reason ?? null
}

export function isEnabled(editor: Editor, id: CommandId): boolean {
  return whyDisabled(editor, id) === null
}

/** Carries a command out if it can be now. */
export function runCommand(editor: Editor, id: CommandId): void {
  if (isEnabled(editor, id)) void commands[id].run(editor)
}

/** What the application menu shows of every command. */
export function commandStates(editor: Editor): Record<CommandId, CommandState> {
  const entries = commandIds.map((id) => [
    id,
    { isEnabled: isEnabled(editor, id), isChecked: commands[id].isChecked?.(editor) ?? null }
  ])
  return Object.fromEntries(entries) as Record<CommandId, CommandState>
}
