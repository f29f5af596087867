import type { CommandId } from '@core/contract/commands'
import { commandKeys } from '@core/contract/command-keys'
import { commands } from '../../editor/commands'

interface Shortcut {
  readonly what: string
  /** written as Electron writes accelerators */
  readonly keys: readonly string[]
}

function ofCommands(...ids: CommandId[]): Shortcut[] {
  return ids.flatMap((id) => {
    const key = commandKeys[id]
    return key === undefined ? [] : [{ what: commands[id].title, keys: [key.accelerator] }]
  })
}

/** The shortcuts sheet: commands with the keys of the menu, and the keys that only the page knows. */
export const shortcutGroups: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  { title: 'File', shortcuts: ofCommands('file.open', 'file.save', 'file.save-as', 'file.export', 'file.close') },
  {
    title: 'Listen',
    shortcuts: [
      ...ofCommands('transport.play-pause', 'transport.to-start', 'transport.loop'),
      { what: 'One column back, forward', keys: [',', '.'] },
      { what: 'Original or sources on', keys: ['A'] },
      ...ofCommands('transport.hear-residual')
    ]
  },
  {
    title: 'Time',
    shortcuts: [
      ...ofCommands('view.zoom-in', 'view.zoom-out', 'view.zoom-fit', 'view.zoom-selection'),
      { what: 'Zoom at the pointer', keys: ['CmdOrCtrl+wheel'] },
      { what: 'Scroll', keys: ['Shift+wheel'] }
    ]
  },
  {
    title: 'Sources and components',
    shortcuts: [
      { what: 'Previous, next row', keys: ['↑', '↓'] },
      { what: 'Collapse, expand source', keys: ['←', '→'] },
      { what: 'Select source 1 to 8', keys: ['1–8'] },
      { what: 'Mute, solo selected', keys: ['M', 'S'] },
      ...ofCommands('edit.clear-mutes', 'edit.clear-solos'),
      { what: 'Gain by 0.5 dB', keys: ['-', '='] },
      { what: 'Gain by 0.1 dB', keys: ['Shift+-', 'Shift+='] },
      ...ofCommands('edit.rename', 'edit.group', 'edit.merge', 'edit.unmerge')
    ]
  },
  {
    title: 'Edit and window',
    shortcuts: [
      ...ofCommands('edit.undo', 'edit.redo', 'separate.start', 'view.spectrogram-mode', 'view.inspector'),
      { what: 'Next, previous region', keys: ['F6', 'Shift+F6'] },
      { what: 'Drop the selection', keys: ['Esc'] },
      ...ofCommands('help.shortcuts')
    ]
  }
]
