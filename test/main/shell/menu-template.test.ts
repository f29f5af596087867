import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { commandFacts, commandIds, type CommandId } from '@core/contract/commands'
import { menuTemplate, type MenuActions, type MenuContents } from '../../../src/main/menu-template'

const contents: MenuContents = {
  platform: 'linux',
  isDevelopment: false,
  commands: {},
  recentFiles: [],
  theme: 'system'
}

function build(changes: Partial<MenuContents> = {}) {
  const run: CommandId[] = []
  const actions: MenuActions = {
    run: (id) => run.push(id),
    openRecent: () => undefined,
    clearRecent: () => undefined,
    chooseTheme: () => undefined
  }
  const items = flatten(menuTemplate({ ...contents, ...changes }, actions))
  return { run, items, item: (id: string) => items.find((candidate) => candidate.id === id)! }
}

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

describe('the application menu', () => {
  it('has each command once, on every platform, except those that only a key or a context menu can mean', () => {
    const expected = commandIds.filter((id) => commandFacts[id].offered === undefined).toSorted()
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const ids = build({ platform }).items.map(({ id }) => id as CommandId)
      expect(ids.filter((id) => commandIds.includes(id)).toSorted()).toEqual(expected)
    }
  })

  it('sends a chosen command to the page', () => {
    const { item, run } = build()
    ;(item('file.save').click as () => void)()
    expect(run).toEqual(['file.save'])
  })

  it('offers nothing that the page has not allowed', () => {
    expect(build().item('separate.start').enabled).toBe(false)
    const commands = { 'separate.start': { isEnabled: true, isChecked: null } }
    expect(build({ commands }).item('separate.start').enabled).toBe(true)
  })

  it('leaves every key that text fields need to the page', () => {
    const registered = build()
      .items.filter(
        ({ accelerator, registerAccelerator }) => accelerator !== undefined && registerAccelerator !== false
      )
      .map(({ accelerator }) => String(accelerator))
    expect(registered).toContain('CmdOrCtrl+S')
    expect(registered.filter((key) => !key.startsWith('CmdOrCtrl+'))).toEqual([])
    expect(registered).not.toContain('CmdOrCtrl+Z')
  })

  it('takes no key without Cmd on macOS, where shown keys are taken', () => {
    const keys = build({ platform: 'darwin' }).items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys).toContain('CmdOrCtrl+Z')
    expect(keys.filter((key) => !String(key).startsWith('CmdOrCtrl+'))).toEqual([])
  })

  it('names each command as the registry does', () => {
    expect(build().item('rows.group').label).toBe(commandFacts['rows.group'].title)
  })

  it('gives no two items the same key', () => {
    const keys = build().items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has developer tools in development only', () => {
    const hasTools = (isDevelopment: boolean) =>
      build({ isDevelopment }).items.some(({ role }) => role === 'toggleDevTools')
    expect(hasTools(false)).toBe(false)
    expect(hasTools(true)).toBe(true)
  })

  it('shows recent files by name, with & as it is', () => {
    const recentFiles = [
      { id: '1', name: 'Rock & Roll.wav', displayPath: '~/Music', kind: 'audio' as const, openedAt: 0 }
    ]
    const labels = build({ recentFiles }).items.map(({ label }) => label)
    expect(labels).toContain('Rock && Roll.wav – ~/Music')
  })
})
