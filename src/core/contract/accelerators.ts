/** An accelerator taken apart: "CmdOrCtrl+Shift+Z". The plus sign is written "Plus". */
export interface Accelerator {
  readonly hasCmdOrCtrl: boolean
  readonly hasAlt: boolean
  readonly hasShift: boolean
  readonly key: string
}

export function parseAccelerator(accelerator: string): Accelerator {
  const parts = accelerator.split('+')
  const key = parts.pop()!
  return {
    hasCmdOrCtrl: parts.includes('CmdOrCtrl'),
    hasAlt: parts.includes('Alt'),
    hasShift: parts.includes('Shift'),
    key
  }
}

const textKeys: ReadonlySet<string> = new Set([
  'A',
  'C',
  'V',
  'X',
  'Y',
  'Z',
  'Left',
  'Right',
  'Up',
  'Down',
  'Home',
  'End'
])

/**
 * Whether a text field needs the key for its text: whatever is typed without Ctrl, the keys that move in text, and those that
 * select, copy, paste and undo. Function keys mean nothing to text.
 */
export function isKeyOfText(accelerator: string): boolean {
  const { hasCmdOrCtrl, key } = parseAccelerator(accelerator)
  if (/^F\d+$/.test(key)) return false
  return !hasCmdOrCtrl || textKeys.has(key)
}
