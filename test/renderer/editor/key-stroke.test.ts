import { describe, expect, test } from 'vitest'
import { isStrokeOf, type KeyStroke } from '../../../src/renderer/editor/key-stroke'

function stroke(key: string, code: string, held: Partial<KeyStroke> = {}): KeyStroke {
  return {
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isThirdLevel: false,
    ...held
  }
}

const isOn = (accelerator: string, pressed: KeyStroke) => isStrokeOf(pressed, accelerator, false)
const shift = { shiftKey: true }
const ctrl = { ctrlKey: true }

describe('a stroke is an accelerator’s', () => {
  test('with exactly its modifiers', () => {
    expect(isOn('CmdOrCtrl+Z', stroke('z', 'KeyZ', ctrl))).toBe(true)
    expect(isOn('CmdOrCtrl+Z', stroke('Z', 'KeyZ', { ...ctrl, ...shift }))).toBe(false)
    expect(isOn('A', stroke('A', 'KeyA', shift))).toBe(false)
    expect(isOn('Alt+M', stroke('m', 'KeyM', { altKey: true }))).toBe(true)
    expect(isOn('M', stroke('m', 'KeyM', { metaKey: true }))).toBe(false)
  })

  test('with Cmd instead of Ctrl on macOS, where Alt makes other characters of letters', () => {
    expect(isStrokeOf(stroke('z', 'KeyZ', { metaKey: true }), 'CmdOrCtrl+Z', true)).toBe(true)
    expect(isStrokeOf(stroke('z', 'KeyZ', ctrl), 'CmdOrCtrl+Z', true)).toBe(false)
    expect(isStrokeOf(stroke('µ', 'KeyM', { altKey: true }), 'Alt+M', true)).toBe(true)
  })

  test('by the letter that is written on the key: Z and Y are exchanged on a German keyboard', () => {
    expect(isOn('CmdOrCtrl+Z', stroke('z', 'KeyY', ctrl))).toBe(true)
    expect(isOn('CmdOrCtrl+Y', stroke('z', 'KeyY', ctrl))).toBe(false)
  })

  test('by the place of the key where the layout has no Latin letters', () => {
    expect(isOn('M', stroke('ь', 'KeyM'))).toBe(true)
  })

  test('by the sign, with or without Shift as the layout asks', () => {
    expect(isOn('?', stroke('?', 'Slash', shift))).toBe(true)
    expect(isOn('?', stroke('?', 'Minus', shift))).toBe(true)
    expect(isOn('?', stroke('?', 'IntlRo'))).toBe(true)
    expect(isOn('Plus', stroke('+', 'BracketRight'))).toBe(true)
    expect(isOn('=', stroke('=', 'Digit0', shift))).toBe(true)
    expect(isOn('CmdOrCtrl+Plus', stroke('+', 'Equal', { ...ctrl, ...shift }))).toBe(true)
  })

  test('with Shift by the sign that Shift makes', () => {
    expect(isOn('Shift+=', stroke('+', 'Equal', shift))).toBe(true)
    expect(isOn('Shift+=', stroke('+', 'BracketRight'))).toBe(false)
    expect(isOn('Shift+-', stroke('_', 'Slash', shift))).toBe(true)
    expect(isOn('-', stroke('_', 'Slash', shift))).toBe(false)
  })

  test('by the digit, and on a French keyboard by its key too, unless that key makes a sign of a command', () => {
    expect(isOn('1', stroke('1', 'Digit1'))).toBe(true)
    expect(isOn('1', stroke('1', 'Numpad1'))).toBe(true)
    expect(isOn('1', stroke('&', 'Digit1'))).toBe(true)
    expect(isOn('1', stroke('1', 'Digit1', shift))).toBe(true)
    expect(isOn('6', stroke('-', 'Digit6'))).toBe(false)
    expect(isOn('1', stroke('!', 'Digit1', shift))).toBe(false)
    expect(isOn('1', stroke('End', 'Numpad1'))).toBe(false)
  })

  test('by name for keys that have one', () => {
    expect(isOn('Space', stroke(' ', 'Space'))).toBe(true)
    expect(isOn('Shift+Up', stroke('ArrowUp', 'ArrowUp', shift))).toBe(true)
    expect(isOn('Up', stroke('ArrowUp', 'ArrowUp', shift))).toBe(false)
    expect(isOn('Home', stroke('Home', 'Home'))).toBe(true)
  })

  test('with AltGr when that makes the sign, and never a letter with Ctrl', () => {
    const altGr = { ctrlKey: true, altKey: true, isThirdLevel: true }
    expect(isOn('=', stroke('=', 'Digit0', altGr))).toBe(true)
    expect(isOn('CmdOrCtrl+E', stroke('€', 'KeyE', altGr))).toBe(false)
    expect(isOn('E', stroke('€', 'KeyE', altGr))).toBe(false)
  })
})
