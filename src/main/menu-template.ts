import type { MenuItemConstructorOptions } from 'electron'
import { commandKeys } from '@core/contract/command-keys'
import type { CommandId, CommandState } from '@core/contract/commands'
import type { RecentFile } from '@core/contract/desktop'
import type { Theme } from './stored-state'

/** What the menu does itself; every command goes to the page. */
export interface MenuActions {
  run(id: CommandId): void
  openRecent(id: string): void
  clearRecent(): void
  chooseTheme(theme: Theme): void
}

export interface MenuContents {
  readonly platform: NodeJS.Platform
  readonly isDevelopment: boolean
  readonly commands: Partial<Record<CommandId, CommandState>>
  readonly recentFiles: readonly RecentFile[]
  readonly theme: Theme
}

type Item = MenuItemConstructorOptions
const line: Item = { type: 'separator' }
const radios: ReadonlySet<CommandId> = new Set([
  'transport.hear-original',
  'transport.hear-sources',
  'transport.hear-residual'
])
const checkBoxes: ReadonlySet<CommandId> = new Set(['file.toggle-embed', 'transport.loop', 'view.inspector'])

/** The whole application menu as data. */
export function menuTemplate(contents: MenuContents, actions: MenuActions): Item[] {
  const isMac = contents.platform === 'darwin'
  const command = (id: CommandId, label: string): Item => commandItem(id, label, contents, actions)
  const about = command('help.about', 'About Unweave')

  const file: Item[] = [
    command('file.open', 'Open…'),
    { label: 'Open recent', submenu: recentItems(contents.recentFiles, actions) },
    command('file.open-demo', 'Open the demo'),
    line,
    command('file.save', 'Save'),
    command('file.save-as', 'Save as…'),
    command('file.toggle-embed', 'Keep the recording inside the project'),
    line,
    command('file.export', 'Export stems…'),
    line,
    command('file.close', 'Close'),
    ...(isMac ? [] : [line, { role: 'quit', label: 'Quit' } satisfies Item])
  ]
  const edit: Item[] = [
    command('edit.undo', 'Undo'),
    command('edit.redo', 'Redo'),
    line,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll', label: 'Select all' },
    line,
    command('edit.rename', 'Rename'),
    command('edit.group', 'Group selected components'),
    command('edit.merge', 'Merge selected components'),
    command('edit.unmerge', 'Unmerge'),
    command('edit.new-source', 'New source'),
    line,
    command('edit.clear-mutes', 'Clear all mutes'),
    command('edit.clear-solos', 'Clear all solos')
  ]
  const separate: Item[] = [
    command('separate.start', 'Separate'),
    command('separate.cancel', 'Cancel the run'),
    line,
    command('separate.group-percussive', 'Group drums apart')
  ]
  const transport: Item[] = [
    command('transport.play-pause', 'Play or pause'),
    command('transport.to-start', 'To start'),
    command('transport.loop', 'Loop'),
    line,
    command('transport.hear-original', 'Hear the original'),
    command('transport.hear-sources', 'Hear the sources that are on'),
    command('transport.hear-residual', 'Hear the residual')
  ]
  const view: Item[] = [
    command('view.zoom-in', 'Zoom in'),
    command('view.zoom-out', 'Zoom out'),
    command('view.zoom-fit', 'Fit the whole recording'),
    command('view.zoom-selection', 'Zoom to the selection'),
    line,
    command('view.spectrogram-mode', 'Next spectrogram mode'),
    command('view.inspector', 'Inspector'),
    { label: 'Theme', submenu: themeItems(contents.theme, actions) },
    line,
    { role: 'togglefullscreen', label: 'Full screen' },
    ...(contents.isDevelopment ? [{ role: 'toggleDevTools', label: 'Developer tools' } satisfies Item] : [])
  ]
  const help: Item[] = [
    command('help.shortcuts', 'Keyboard shortcuts'),
    command('help.options', 'About the separation options'),
    ...(isMac ? [] : [about])
  ]

  return [
    ...(isMac ? [macMenu(about)] : []),
    { label: 'File', submenu: file },
    { label: 'Edit', submenu: edit },
    { label: 'Separate', submenu: separate },
    { label: 'Transport', submenu: transport },
    { label: 'View', submenu: view },
    ...(isMac ? [{ role: 'windowMenu' } satisfies Item] : []),
    { role: 'help', label: 'Help', submenu: help }
  ]
}

function commandItem(id: CommandId, label: string, contents: MenuContents, actions: MenuActions): Item {
  const state = contents.commands[id]
  const isCheckable = radios.has(id) || checkBoxes.has(id)
  return {
    id,
    label,
    enabled: state?.isEnabled ?? false,
    ...(isCheckable ? { type: radios.has(id) ? 'radio' : 'checkbox', checked: state?.isChecked ?? false } : {}),
    ...keyOf(id, contents.platform),
    click: () => actions.run(id)
  }
}

/** On macOS a key that is shown is also taken, so there the keys without Cmd are not shown. */
function keyOf(id: CommandId, platform: NodeJS.Platform): Item {
  const key = commandKeys[id]
  if (key === undefined) return {}
  if (platform === 'darwin') return key.accelerator.startsWith('CmdOrCtrl+') ? { accelerator: key.accelerator } : {}
  return { accelerator: key.accelerator, registerAccelerator: key.listener === 'menu' }
}

function recentItems(recentFiles: readonly RecentFile[], actions: MenuActions): Item[] {
  if (recentFiles.length === 0) return [{ label: 'No recent files', enabled: false }]
  return [
    ...recentFiles.map(({ id, name, displayPath }): Item => ({
      // In a menu one & marks the letter after it.
      label: `${name} – ${displayPath}`.replaceAll('&', '&&'),
      click: () => actions.openRecent(id)
    })),
    line,
    { label: 'Clear this list', click: () => actions.clearRecent() }
  ]
}

function themeItems(theme: Theme, actions: MenuActions): Item[] {
  const item = (value: Theme, label: string): Item => ({
    id: `theme.${value}`,
    label,
    type: 'radio',
    checked: theme === value,
    click: () => actions.chooseTheme(value)
  })
  return [item('system', 'System'), item('light', 'Light'), item('dark', 'Dark')]
}

function macMenu(about: Item): Item {
  return {
    label: 'Unweave',
    submenu: [
      about,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' }
    ]
  }
}
