import { describe, expect, it } from 'vitest'
import { isKeyOfText, parseAccelerator } from '@core/contract/accelerators'
import { categoryOf, commandCategories, commandFacts, commandIds, type CommandId } from '@core/contract/commands'

const keysOf = (id: CommandId): readonly string[] => commandFacts[id].keys ?? []

describe('the registry of commands', () => {
  it('gives no key to two commands in the same scope, and no key with a scope to one without', () => {
    const owners = new Map<string, CommandId>()
    for (const id of commandIds) {
      for (const key of keysOf(id)) {
        const place = `${key} ${commandFacts[id].scope ?? ''}`
        expect(owners.get(place), `${key} of ${id}`).toBeUndefined()
        owners.set(place, id)
      }
    }
  })

  it('gives no command the same key twice', () => {
    for (const id of commandIds) expect(new Set(keysOf(id)).size).toBe(keysOf(id).length)
  })

  it('writes every key in one way: modifiers in their order, then a capital letter, a digit, a sign or a name', () => {
    for (const key of commandIds.flatMap(keysOf)) {
      const { hasCmdOrCtrl, hasAlt, hasShift, key: last } = parseAccelerator(key)
      const modifiers = [hasCmdOrCtrl && 'CmdOrCtrl', hasAlt && 'Alt', hasShift && 'Shift'].filter(Boolean)
      expect([...modifiers, last].join('+')).toBe(key)
      expect(last).toMatch(/^([A-Z\d]|[-=,.?[\]]|F\d+|Plus|Space|Enter|Escape|Delete|Up|Down|Left|Right|Home|End)$/)
    }
  })

  it('has a titled category for every command, and two titles are never alike', () => {
    for (const id of commandIds) expect(commandCategories[categoryOf(id)]).toBeTruthy()
    expect(new Set(commandIds.map((id) => commandFacts[id].title)).size).toBe(commandIds.length)
  })

  it('has the keys that were promised', () => {
    const owner = (key: string) => commandIds.find((id) => keysOf(id).includes(key))
    const promised: Record<string, CommandId> = {
      Space: 'transport.play-pause',
      Home: 'transport.to-start',
      End: 'transport.to-end',
      'CmdOrCtrl+Shift+Z': 'edit.redo',
      'CmdOrCtrl+Y': 'edit.redo',
      'CmdOrCtrl+1': 'view.zoom-in',
      'CmdOrCtrl+2': 'view.zoom-normal',
      'CmdOrCtrl+3': 'view.zoom-out',
      'CmdOrCtrl+F': 'view.zoom-fit',
      'CmdOrCtrl+E': 'file.export',
      'CmdOrCtrl+Shift+E': 'file.export',
      L: 'transport.loop',
      'Shift+L': 'transport.loop',
      A: 'transport.hear-other',
      'Shift+A': 'transport.hear-residual'
    }
    expect(Object.fromEntries(Object.keys(promised).map((key) => [key, owner(key)]))).toEqual(promised)
  })
})

describe('keys that a text field needs', () => {
  it('are what is typed, what moves in text, and undo, redo and select all', () => {
    const needed = ['A', 'Space', '-', 'Shift+A', 'Left', 'Home', 'Escape', 'Alt+M', 'CmdOrCtrl+Z', 'CmdOrCtrl+Shift+Z']
    expect(needed.filter((key) => !isKeyOfText(key))).toEqual([])
  })

  it('are not the window’s own', () => {
    const free = ['CmdOrCtrl+S', 'CmdOrCtrl+E', 'CmdOrCtrl+1', 'CmdOrCtrl+Enter', 'CmdOrCtrl+F', 'F6', 'Shift+F6']
    expect(free.filter(isKeyOfText)).toEqual([])
  })
})
