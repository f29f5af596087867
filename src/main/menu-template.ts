import type { MenuItemConstructorOptions } from 'electron'
import { isKeyOfText } from '@core/contract/accelerators'
import { commandFacts, firstKeyOf, type CommandId, type CommandState } from '@core/contract/commands'
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
  'transport.hear-residual',
  'view.sort-separation',
  'view.sort-loudness',
  'view.sort-pitch',
  'view.sort-time',
  'view.sort-similarity'
])
const checkBoxes: ReadonlySet<CommandId> = new Set([
  'selection.snap',
  'file.toggle-embed',
  'transport.loop',
  'transport.hear-band',
  'transport.match-levels',
  'rows.mute',
  'rows.solo',
  'view.inspector'
])

/** The whole application menu as data: where each command stands. What it is called and its key are facts of the command. */
export function menuTemplate(contents: MenuContents, actions: MenuActions): Item[] {
  const isMac = contents.platform === 'darwin'
  const items = (...ids: CommandId[]): Item[] => ids.map((id) => commandItem(id, contents, actions))

  const file: Item[] = [
    ...items('file.open'),
    { label: 'Open recent', submenu: recentItems(contents.recentFiles, actions) },
    ...items('file.open-demo'),
    line,
    ...items('file.save', 'file.save-as', 'file.toggle-embed'),
    line,
    ...items('file.export'),
    line,
    ...items('file.close'),
    ...(isMac ? [] : [line, { role: 'quit', label: 'Quit' } satisfies Item])
  ]
  const edit: Item[] = [
    ...items('edit.undo', 'edit.redo'),
    line,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    line,
    ...items('selection.all', 'selection.none', 'selection.loop', 'selection.snap'),
    line,
    ...items('regions.mute', 'regions.gain', 'regions.fade-in', 'regions.fade-out', 'regions.remove'),
    line,
    ...items('regions.crop', 'regions.cut', 'regions.restore')
  ]
  const sources: Item[] = [
    ...items('rows.rename', 'rows.group', 'rows.merge', 'rows.unmerge', 'rows.keep-together', 'rows.keep-apart'),
    { label: 'Split component', submenu: items('rows.split-2', 'rows.split-3', 'rows.split-4') },
    {
      label: 'Move to source',
      submenu: items(
        'rows.move-to-1',
        'rows.move-to-2',
        'rows.move-to-3',
        'rows.move-to-4',
        'rows.move-to-5',
        'rows.move-to-6',
        'rows.move-to-7',
        'rows.move-to-8'
      )
    },
    ...items('rows.source-up', 'rows.source-down'),
    ...items('rows.new-source', 'rows.ungroup', 'rows.remove-source', 'rows.export-stem'),
    line,
    ...items('rows.mute', 'rows.solo', 'rows.solo-only', 'rows.clear-mutes', 'rows.clear-solos'),
    line,
    ...items('rows.gain-up', 'rows.gain-down', 'rows.gain-up-fine', 'rows.gain-down-fine', 'rows.gain-reset'),
    line,
    {
      label: 'Select source',
      submenu: items(
        'rows.source-1',
        'rows.source-2',
        'rows.source-3',
        'rows.source-4',
        'rows.source-5',
        'rows.source-6',
        'rows.source-7',
        'rows.source-8'
      )
    }
  ]
  const separate: Item[] = [
    ...items('separate.start', 'separate.cancel', 'separate.examples', 'separate.library'),
    line,
    ...items('separate.suggest-grouping', 'separate.small-groups'),
    line,
    {
      label: 'Paint',
      submenu: items(
        'paint.select',
        'paint.brush',
        'paint.box',
        'paint.erase',
        'paint.selection',
        'paint.erase-selection',
        'paint.erase-all',
        'paint.learn'
      )
    },
    line,
    ...items('separate.judge')
  ]
  const transport: Item[] = [
    ...items('transport.play-pause', 'transport.to-start', 'transport.to-end'),
    ...items('transport.step-back', 'transport.step-forward', 'transport.loop'),
    line,
    ...items('transport.hear-original', 'transport.hear-sources', 'transport.hear-residual'),
    line,
    ...items('transport.hear-other', 'transport.hear-band', 'transport.match-levels')
  ]
  const view: Item[] = [
    ...items('view.zoom-in', 'view.zoom-normal', 'view.zoom-out', 'view.zoom-fit', 'view.zoom-selection'),
    line,
    {
      label: 'Sort components',
      submenu: items(
        'view.sort-separation',
        'view.sort-loudness',
        'view.sort-pitch',
        'view.sort-time',
        'view.sort-similarity'
      )
    },
    ...items('view.spectrogram-mode', 'view.inspector'),
    { label: 'Theme', submenu: themeItems(contents.theme, actions) },
    line,
    { role: 'togglefullscreen', label: 'Full screen' },
    ...(contents.isDevelopment ? [{ role: 'toggleDevTools', label: 'Developer tools' } satisfies Item] : [])
  ]
  const help: Item[] = [
    ...items('help.guide', 'help.palette', 'help.shortcuts', 'help.options'),
    ...(isMac ? [] : items('help.about'))
  ]

  return [
    ...(isMac ? [macMenu(items('help.about'))] : []),
    { label: 'File', submenu: file },
    { label: 'Edit', submenu: edit },
    { label: 'Sources', submenu: sources },
    { label: 'Separate', submenu: separate },
    { label: 'Transport', submenu: transport },
    { label: 'View', submenu: view },
    ...(isMac ? [{ role: 'windowMenu' } satisfies Item] : []),
    { role: 'help', label: 'Help', submenu: help }
  ]
}

function commandItem(id: CommandId, contents: MenuContents, actions: MenuActions): Item {
  const state = contents.commands[id]
  const isCheckable = radios.has(id) || checkBoxes.has(id)
  return {
    id,
    label: commandFacts[id].title,
    enabled: state?.isEnabled ?? false,
    ...(isCheckable ? { type: radios.has(id) ? 'radio' : 'checkbox', checked: state?.isChecked ?? false } : {}),
    ...keyOf(id, contents.platform),
    click: () => actions.run(id)
  }
}

/** On macOS a key that is shown is also taken, so there the keys without Cmd are not shown. */
function keyOf(id: CommandId, platform: NodeJS.Platform): Item {
  const accelerator = firstKeyOf(id)
  if (accelerator === undefined) return {}
  const hasCommandKey = accelerator.startsWith('CmdOrCtrl+')
  if (platform === 'darwin') return hasCommandKey ? { accelerator } : {}
  return { accelerator, registerAccelerator: hasCommandKey && !isKeyOfText(accelerator) }
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

function macMenu(about: Item[]): Item {
  return {
    label: 'Unweave',
    submenu: [
      ...about,
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
