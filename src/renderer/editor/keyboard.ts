import { isKeyOfText, parseAccelerator } from '@core/contract/accelerators'
import { commandFacts, commandIds, type CommandId, type CommandScope } from '@core/contract/commands'
import { isEnabled, runCommand } from './commands'
import type { Editor } from './editor.svelte'
import { watchFocus } from './focus'
import { isMac } from './key-names'
import { isStrokeOf, keyStrokeOf } from './key-stroke'

interface Binding {
  readonly accelerator: string
  readonly id: CommandId
}

/** A stroke may fit two: the one with a scope wins, and then the one that names Shift. */
const bindings: readonly Binding[] = commandIds
  .flatMap((id) => (commandFacts[id].keys ?? []).map((accelerator) => ({ accelerator, id })))
  .toSorted((a, b) => rank(b) - rank(a))

function rank({ accelerator, id }: Binding): number {
  return (commandFacts[id].scope === undefined ? 0 : 2) + (parseAccelerator(accelerator).hasShift ? 1 : 0)
}

/**
 * Listens for every key of the window. A key that is carried out here is taken from the browser, and so from the
 * application menu that shows the same key: nothing runs twice.
 *
 * @returns the way to stop
 */
export function listenToKeys(editor: Editor, target: Window): () => void {
  const focus = watchFocus(target)
  const listen = (event: KeyboardEvent) => {
    if (isTaken(editor, event)) return
    const id = commandOf(event, focus.isFromPointer())
    if (id === null || !isEnabled(editor, id)) return
    event.preventDefault()
    if (!event.repeat || commandFacts[id].repeats === true) runCommand(editor, id)
  }
  target.addEventListener('keydown', listen)
  return () => {
    target.removeEventListener('keydown', listen)
    focus.stop()
  }
}

function commandOf(event: KeyboardEvent, isFocusFromPointer: boolean): CommandId | null {
  const stroke = keyStrokeOf(event)
  const scope = scopeOf(event.target)
  const found = bindings.find(
    ({ accelerator, id }) =>
      (commandFacts[id].scope ?? scope) === scope &&
      isStrokeOf(stroke, accelerator, isMac) &&
      !keepsKey(event.target, accelerator, isFocusFromPointer)
  )
  return found?.id ?? null
}

/** A part of the window that has keys of its own says so in data-key-scope. */
function scopeOf(target: EventTarget | null): CommandScope {
  const part = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-key-scope]') : null
  return part?.dataset['keyScope'] === 'spectrogram' ? 'spectrogram' : 'rows'
}

/** Dialogs, open menus and help texts keep the keyboard for themselves. */
function isTaken(editor: Editor, event: KeyboardEvent): boolean {
  const isInMenu =
    event.target instanceof HTMLElement &&
    event.target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null
  return editor.hasModal || event.defaultPrevented || event.isComposing || isInMenu
}

/** What has the focus may need the key itself. */
function keepsKey(target: EventTarget | null, accelerator: string, isFocusFromPointer: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (isTextField(target)) return isKeyOfText(accelerator)
  if (accelerator === 'Space') return pressesItself(target) && !isFocusFromPointer
  return /(?:Up|Down|Left|Right|Home|End)$/.test(accelerator) && usesArrows(target)
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable
}

/** Space presses a button that the keyboard came to by itself. */
function pressesItself(target: HTMLElement): boolean {
  return target.closest('button, [role="radio"], [role="checkbox"], [role="combobox"], summary, a') !== null
}

function usesArrows(target: HTMLElement): boolean {
  const widgets = '[role="slider"], [role="radio"], [role="combobox"], [role="separator"], input[type="range"]'
  return target.closest(widgets) !== null
}
