import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** The module as it is on a system: it looks at the system once, when it loads. */
function loadOn(userAgent: string) {
  vi.stubGlobal('navigator', { userAgent })
  return import('../../../src/renderer/editor/key-names')
}

beforeEach(() => {
  vi.resetModules()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('keys as they are written', () => {
  test('on Linux and Windows', async () => {
    const { keyLabel } = await loadOn('X11; Linux x86_64')
    const keys = ['CmdOrCtrl+Shift+Z', 'F2', 'CmdOrCtrl+-', 'CmdOrCtrl+Plus', '?', 'Alt+M']
    expect(keys.map(keyLabel)).toEqual(['Ctrl+Shift+Z', 'F2', 'Ctrl+−', 'Ctrl++', '?', 'Alt+M'])
  })

  test('on macOS, with its signs in its order', async () => {
    const { keyLabel } = await loadOn('Macintosh; Intel Mac OS X')
    expect(['CmdOrCtrl+Shift+Z', 'CmdOrCtrl+Alt+M', 'Space'].map(keyLabel)).toEqual(['⇧⌘Z', '⌥⌘M', 'Space'])
  })

  test('stand behind the title of a command that has one', async () => {
    const { withKey } = await loadOn('X11; Linux x86_64')
    expect(withKey('Undo', 'edit.undo')).toBe('Undo (Ctrl+Z)')
    expect(withKey('New source', 'rows.new-source')).toBe('New source')
  })
})
