import { categoryOf, commandCategories, commandFacts, commandIds } from '@core/contract/commands'
import { keyLabel } from '../../editor/key-names'

export interface Shortcut {
  readonly what: string
  /** for each command of the line its keys, written as Electron writes accelerators */
  readonly keys: readonly (readonly string[])[]
}

export interface ShortcutGroup {
  readonly title: string
  readonly shortcuts: readonly Shortcut[]
}

/** What the pointer does together with a key: no commands, so the sheet alone knows them. */
const pointerGestures: readonly Shortcut[] = [
  { what: 'Zoom at the pointer', keys: [['CmdOrCtrl+wheel']] },
  { what: 'Scroll', keys: [['Shift+wheel']] },
  { what: 'Zoom frequencies', keys: [['Alt+wheel']] }
]

/** Selecting by hand: with the pointer on any lane, with the keyboard on the lane that has the focus. */
const selectionGestures: readonly Shortcut[] = [
  { what: 'Take the nearest edge to the pointer', keys: [['Shift+click']] },
  { what: 'Snap, or do not, while dragging', keys: [['CmdOrCtrl+drag']] },
  { what: 'Move the cursor in the spectrogram', keys: [['Left', 'Right', 'Up', 'Down']] },
  { what: 'Select from the cursor', keys: [['Shift+arrow']] },
  { what: 'Read what is at the cursor', keys: [['Enter']] }
]

/** The shortcut sheet: every command that has a key, by category, and of those what fits a search. */
export function shortcutGroups(query: string): ShortcutGroup[] {
  const words = query.toLowerCase().split(/\s+/)
  return allGroups().flatMap(({ title, shortcuts }) => {
    const fitting = shortcuts.filter(({ what, keys }) => {
      const text = `${title} ${what} ${keys.flat().map(keyLabel).join(' ')}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    return fitting.length === 0 ? [] : [{ title, shortcuts: fitting }]
  })
}

function allGroups(): ShortcutGroup[] {
  return Object.entries(commandCategories).flatMap(([category, title]) => {
    const lines = new Map<string, (readonly string[])[]>()
    for (const id of commandIds) {
      const { title: ownTitle, sheetLine, keys } = commandFacts[id]
      if (keys === undefined || categoryOf(id) !== category) continue
      const what = sheetLine ?? ownTitle.replace(/…$/, '')
      lines.set(what, [...(lines.get(what) ?? []), keys])
    }
    const shortcuts = [...lines].map(([what, keys]): Shortcut => ({ what, keys }))
    if (category === 'view') shortcuts.push(...pointerGestures)
    if (category === 'selection') shortcuts.push(...selectionGestures)
    return shortcuts.length === 0 ? [] : [{ title, shortcuts }]
  })
}
