import type { CommandId } from '@core/contract/commands'
import { commandKeys } from '@core/contract/command-keys'

const isMac = /mac/i.test(navigator.userAgent)

/** An accelerator as tooltips and the shortcuts sheet write it: "Ctrl+Shift+Z", on macOS "⇧⌘Z". */
export function keyLabel(accelerator: string): string {
  const parts = accelerator.split('+').filter((part) => part !== '')
  const key = accelerator === '+' || accelerator.endsWith('++') ? '+' : (parts.pop() ?? '')
  const named = key === '-' ? '−' : key
  if (!isMac) return [...parts.map((part) => (part === 'CmdOrCtrl' ? 'Ctrl' : part)), named].join('+')
  const signs: Record<string, string> = { CmdOrCtrl: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃' }
  const order = ['Ctrl', 'Alt', 'Shift', 'CmdOrCtrl']
  return (
    order
      .filter((part) => parts.includes(part))
      .map((part) => signs[part])
      .join('') + named
  )
}

/** "Undo (Ctrl+Z)" */
export function withKey(title: string, id: CommandId): string {
  const key = commandKeys[id]
  return key === undefined ? title : `${title} (${keyLabel(key.accelerator)})`
}

/** An accelerator in the words of tinykeys. */
export function toBinding(accelerator: string): string {
  const parts = accelerator.split('+')
  const key = parts.pop()!
  const mods = parts.map((part) => (part === 'CmdOrCtrl' ? '$mod' : part))
  // tinykeys compares modifiers exactly, and a question mark is typed with Shift.
  if (key === '?') mods.push('Shift')
  return [...mods, key.length === 1 ? key.toLowerCase() : key].join('+')
}
