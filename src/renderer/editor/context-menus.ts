import type { CommandId } from '@core/contract/commands'

/** What a right press, Shift+F10 or the menu key can be about. */
export type ContextPlace = 'source' | 'component' | 'lane' | 'ruler'

/** Menus within the menu of a row: what they list depends on the row and the project. */
export type RowSubmenu = 'move-menu' | 'split-menu' | 'colour-menu' | 'sort-menu'

/** A command, a line between groups, or a menu within the menu. */
export type ContextEntry = CommandId | 'line' | RowSubmenu

/** Edits of the selected time, on the rows that are selected. */
const ofRows = [
  'regions.mute',
  'regions.gain',
  'regions.fade-in',
  'regions.fade-out',
  'regions.remove'
] as const satisfies readonly CommandId[]

const regionEntries: readonly ContextEntry[] = [...ofRows, 'line', 'regions.crop', 'regions.cut', 'regions.restore']

/** The context menus, from top to bottom. */
export const contextMenus: Readonly<Record<ContextPlace, readonly ContextEntry[]>> = {
  source: [
    'rows.rename',
    'line',
    'rows.mute',
    'rows.solo',
    'rows.solo-only',
    'rows.gain-reset',
    'line',
    ...ofRows,
    'line',
    'colour-menu',
    'sort-menu',
    'line',
    'rows.export-stem',
    'rows.remove-source'
  ],
  component: [
    'rows.rename',
    'line',
    'rows.mute',
    'rows.solo',
    'rows.solo-only',
    'rows.gain-reset',
    'line',
    ...ofRows,
    'line',
    'move-menu',
    'rows.group',
    'rows.merge',
    'rows.unmerge',
    'split-menu',
    'rows.keep-together',
    'rows.keep-apart',
    'line',
    'colour-menu',
    'sort-menu'
  ],
  lane: [
    'transport.play-here',
    'transport.play-pause',
    'line',
    'selection.all',
    'selection.none',
    'selection.loop',
    'line',
    ...regionEntries,
    'line',
    'view.zoom-selection',
    'view.zoom-fit'
  ],
  ruler: [
    'transport.play-here',
    'transport.loop',
    'line',
    'view.zoom-in',
    'view.zoom-normal',
    'view.zoom-out',
    'view.zoom-fit',
    'view.zoom-selection'
  ]
}
