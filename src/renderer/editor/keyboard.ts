import { createKeybindingsHandler } from 'tinykeys'
import { commandIds, type CommandId } from '@core/contract/commands'
import { commandKeys } from '@core/contract/command-keys'
import { commands, runCommand } from './commands'
import type { Editor } from './editor.svelte'
import { focusNextRegion, watchFocus, type FocusWatch } from './focus'
import { toBinding } from './key-names'
import { changeGain, moveFocus, openOrClose, selectSource, toggleStrip } from './row-commands'

type Bindings = Record<string, (event: KeyboardEvent) => void>

/**
 * Listens for every key of the window. A key that is carried out here is taken from the browser, and so from the
 * application menu that shows the same key: nothing runs twice.
 *
 * @returns the way to stop
 */
export function listenToKeys(editor: Editor, target: Window): () => void {
  const focus = watchFocus(target)
  const handler = createKeybindingsHandler({ ...commandBindings(editor, focus), ...plainBindings(editor) })
  target.addEventListener('keydown', handler)
  return () => {
    target.removeEventListener('keydown', handler)
    focus.stop()
  }
}

function commandBindings(editor: Editor, focus: FocusWatch): Bindings {
  const bindings: Bindings = {}
  const bind = (accelerator: string, id: CommandId, isForText: boolean) => {
    bindings[toBinding(accelerator)] = (event) => {
      if (isTaken(editor, event) || (!isForText && isTextField(event.target))) return
      if (id === 'transport.play-pause' && pressesItself(event.target) && !focus.isFromPointer()) return
      if (!commands[id].isEnabled(editor)) return
      event.preventDefault()
      runCommand(editor, id)
    }
  }
  for (const id of commandIds) {
    const key = commandKeys[id]
    if (key !== undefined) bind(key.accelerator, id, key.listener === 'menu')
  }
  bind('CmdOrCtrl+Y', 'edit.redo', false)
  // Some layouts type a question mark without Shift.
  bindings['?'] = bindings['Shift+?']!
  return bindings
}

/** Keys that are no command of the menu: letters, digits and arrows on the transport and the list. */
function plainBindings(editor: Editor): Bindings {
  const bind =
    (run: (event: KeyboardEvent) => unknown, allows: (target: EventTarget | null) => boolean = () => true) =>
    (event: KeyboardEvent) => {
      if (isTaken(editor, event) || isTextField(event.target) || !allows(event.target)) return
      if (run(event) !== false) event.preventDefault()
    }
  const toRegion = (direction: 1 | -1) => (event: KeyboardEvent) => {
    if (isTaken(editor, event)) return
    event.preventDefault()
    focusNextRegion(direction)
  }
  const { transport } = editor
  const isNoWidget = (target: EventTarget | null) => !usesArrows(target)
  const hearOriginalOrSources = () =>
    runCommand(editor, transport.hearing === 'original' ? 'transport.hear-sources' : 'transport.hear-original')
  return {
    a: bind(hearOriginalOrSources),
    ',': bind(() => transport.step(-1)),
    '.': bind(() => transport.step(1)),
    m: bind(() => toggleStrip(editor, 'isMuted')),
    s: bind(() => toggleStrip(editor, 'isSoloed')),
    ArrowUp: bind(() => moveFocus(editor, -1, 'only'), isNoWidget),
    ArrowDown: bind(() => moveFocus(editor, 1, 'only'), isNoWidget),
    'Shift+ArrowUp': bind(() => moveFocus(editor, -1, 'range'), isNoWidget),
    'Shift+ArrowDown': bind(() => moveFocus(editor, 1, 'range'), isNoWidget),
    ArrowLeft: bind(() => openOrClose(editor, false), isNoWidget),
    ArrowRight: bind(() => openOrClose(editor, true), isNoWidget),
    '-': bind(() => changeGain(editor, -0.5)),
    '=': bind(() => changeGain(editor, 0.5)),
    'Shift+_': bind(() => changeGain(editor, -0.1)),
    'Shift++': bind(() => changeGain(editor, 0.1)),
    F6: toRegion(1),
    'Shift+F6': toRegion(-1),
    Escape: bind(() => editor.escape()),
    ...Object.fromEntries(
      ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => [
        digit,
        bind(() => selectSource(editor, Number(digit) - 1))
      ])
    )
  }
}

/** Dialogs, open menus and help texts keep the keyboard for themselves. */
function isTaken(editor: Editor, event: KeyboardEvent): boolean {
  const isInMenu =
    event.target instanceof HTMLElement &&
    event.target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null
  return editor.hasModal || event.defaultPrevented || isInMenu
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable
}

/** Space presses a button that the keyboard came to by itself. */
function pressesItself(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, [role="radio"], [role="checkbox"], [role="combobox"], summary, a') !== null
  )
}

function usesArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('[role="slider"], [role="radio"], [role="combobox"], [role="separator"], input[type="range"]') !==
      null
  )
}
