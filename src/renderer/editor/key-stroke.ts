import { parseAccelerator } from '@core/contract/accelerators'

/** What a keyboard event says of the key that was pressed. */
export interface KeyStroke {
  /** the character that the layout makes of it, or its name */
  readonly key: string
  /** where it lies, named after the US layout */
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** typed with AltGr, which Windows reports as Ctrl and Alt */
  readonly isThirdLevel: boolean
}

export function keyStrokeOf(event: KeyboardEvent): KeyStroke {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, isThirdLevel: event.getModifierState('AltGraph') }
}

const namedKeys: Readonly<Record<string, string>> = {
  Space: ' ',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Plus: '+'
}
/** what Shift makes of a sign where it lies beside the digits, so that "Shift+=" is found by the sign that arrives */
const shiftedSigns: Readonly<Record<string, string>> = { '=': '+', '-': '_' }

/**
 * Whether a stroke is the accelerator's. Letters and signs go by the character that the layout produces, so that Z is where
 * Z is written; layouts without Latin letters go by where the key lies. Signs need Shift on one layout and not on another, so
 * it counts only where the accelerator names it: look for those with Shift first.
 */
export function isStrokeOf(stroke: KeyStroke, accelerator: string, isMac: boolean): boolean {
  const { hasCmdOrCtrl, hasAlt, hasShift, key } = parseAccelerator(accelerator)
  const isFree = stroke.isThirdLevel && key.length === 1
  const command = isMac ? stroke.metaKey : stroke.ctrlKey
  const other = isMac ? stroke.ctrlKey : stroke.metaKey
  if (other || (!isFree && (command !== hasCmdOrCtrl || stroke.altKey !== hasAlt))) return false
  if (isFree && (hasCmdOrCtrl || hasAlt)) return false

  if (/^[A-Z]$/.test(key)) return stroke.shiftKey === hasShift && letterOf(stroke) === key
  if (/^\d$/.test(key)) return stroke.shiftKey === hasShift ? digitOf(stroke) === key : stroke.key === key
  const sign = namedKeys[key] ?? key
  if (sign.length === 1 && sign !== ' ') {
    if (hasShift) return stroke.shiftKey && stroke.key === (shiftedSigns[sign] ?? sign)
    return stroke.key === sign
  }
  return stroke.shiftKey === hasShift && stroke.key === sign
}

function letterOf({ key, code, isThirdLevel }: KeyStroke): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase()
  return key.length > 1 || isThirdLevel ? undefined : /^Key([A-Z])$/.exec(code)?.[1]
}

/** French layouts type digits with Shift; unshifted their keys make signs that are no commands of their own. */
function digitOf({ key, code }: KeyStroke): string | undefined {
  if (/^\d$/.test(key)) return key
  return key.length > 1 || /^[-=,.?+]$/.test(key) ? undefined : /^Digit(\d)$/.exec(code)?.[1]
}
