import { parseAccelerator } from '@core/contract/accelerators'
import { firstKeyOf, type CommandId } from '@core/contract/commands'

export const isMac = /mac/i.test(navigator.userAgent)

const keySigns: Readonly<Record<string, string>> = {
  '-': '−',
  Plus: '+',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Escape: 'Esc'
}

/** An accelerator as tooltips and the shortcut sheet write it: "Ctrl+Shift+Z", on macOS "⇧⌘Z". */
export function keyLabel(accelerator: string): string {
  const { hasCmdOrCtrl, hasAlt, hasShift, key } = parseAccelerator(accelerator)
  const named = keySigns[key] ?? key
  if (isMac) return `${hasAlt ? '⌥' : ''}${hasShift ? '⇧' : ''}${hasCmdOrCtrl ? '⌘' : ''}${named}`
  const modifiers = [hasCmdOrCtrl && 'Ctrl', hasAlt && 'Alt', hasShift && 'Shift'].filter((name) => name !== false)
  return [...modifiers, named].join('+')
}

/** "Undo (Ctrl+Z)" */
export function withKey(title: string, id: CommandId): string {
  const key = firstKeyOf(id)
  return key === undefined ? title : `${title} (${keyLabel(key)})`
}
