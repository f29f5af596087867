import { commandIds, type CommandId } from '@core/contract/commands'

const storageKey = 'recent-commands'
const keptCount = 6

/** The commands that were run from the palette, the last one first; remembered from one start of the program to the next. */
export function readRecentCommands(): CommandId[] {
  const known: ReadonlySet<string> = new Set(commandIds)
  const stored = localStorage.getItem(storageKey)?.split(' ') ?? []
  return stored.filter((id): id is CommandId => known.has(id))
}

export function rememberCommand(id: CommandId): void {
  const others = readRecentCommands().filter((other) => other !== id)
  localStorage.setItem(storageKey, [id, ...others].slice(0, keptCount).join(' '))
}
