import { categoryOf, commandCategories, commandFacts, commandIds, type CommandId } from '@core/contract/commands'

/** What the palette can run: not what only moves the focus or needs a place in the window, and not itself. */
const findable = commandIds.filter((id) => commandFacts[id].offered === undefined && id !== 'help.palette')

/**
 * The commands that a query means, best first: every word of it must be found in the title, the category or the keywords, or
 * its letters in their order in the title. What fits equally stands in the order of recent use, and then of the registry.
 *
 * @param recent ids of the commands used last, the last one first
 */
export function searchCommands(query: string, recent: readonly CommandId[]): CommandId[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const recency = (id: CommandId) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return findable
    .map((id) => ({ id, score: words.reduce((sum, word) => sum + scoreOf(word, id), 0) }))
    .filter(({ score }) => score > -Infinity)
    .toSorted((a, b) => b.score - a.score || recency(a.id) - recency(b.id))
    .map(({ id }) => id)
}

function scoreOf(word: string, id: CommandId): number {
  const { title, keywords = '' } = commandFacts[id]
  const name = title.toLowerCase()
  const others = `${commandCategories[categoryOf(id)]} ${keywords}`.toLowerCase()
  if (name.startsWith(word)) return 6
  if (name.includes(` ${word}`)) return 5
  if (` ${others}`.includes(` ${word}`)) return 4
  if (name.includes(word)) return 3
  if (word.length > 1 && hasInOrder(name, word)) return 1
  return -Infinity
}

function hasInOrder(text: string, letters: string): boolean {
  let from = 0
  for (const letter of letters) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
