import { describe, expect, test } from 'vitest'
import { commandFacts, commandIds } from '@core/contract/commands'
import { searchCommands } from '../../../src/renderer/editor/palette-search'

describe('a search in the palette', () => {
  test('finds a command by the beginning, a word or the letters of its title', () => {
    expect(searchCommands('undo', [])[0]).toBe('edit.undo')
    expect(searchCommands('stems', [])[0]).toBe('file.export')
    expect(searchCommands('zmsel', [])[0]).toBe('view.zoom-selection')
  })

  test('finds a command by its category and its keywords, below those that have the word in the title', () => {
    expect(searchCommands('bounce', [])).toEqual(['file.export'])
    const zooms = searchCommands('all', [])
    expect(zooms.indexOf('selection.all')).toBeLessThan(zooms.indexOf('view.zoom-fit'))
  })

  test('wants every word', () => {
    expect(searchCommands('zoom fit', [])[0]).toBe('view.zoom-fit')
    expect(searchCommands('zoom xylophone', [])).toEqual([])
  })

  test('puts what was used last first, among what fits equally', () => {
    expect(searchCommands('', ['view.zoom-fit', 'edit.undo']).slice(0, 2)).toEqual(['view.zoom-fit', 'edit.undo'])
    expect(searchCommands('zoom', ['view.zoom-out'])[0]).toBe('view.zoom-out')
    expect(searchCommands('undo', ['view.zoom-out'])[0]).toBe('edit.undo')
  })

  test('offers all that a menu offers and nothing that only a key or a place can mean', () => {
    const all = searchCommands('', [])
    const expected = commandIds.filter((id) => commandFacts[id].offered === undefined && id !== 'help.palette')
    expect(all.toSorted()).toEqual(expected.toSorted())
  })
})
