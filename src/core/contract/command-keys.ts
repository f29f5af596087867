import type { CommandId } from './commands'

/**
 * The key of a command, written as Electron writes accelerators, and who listens for it on Linux and Windows.
 * 'menu': the application menu, wherever the focus is. 'page': the renderer, since in a text field the same key belongs to
 * the text; the menu only shows it. On macOS the menu takes every key that has Cmd, the page all others.
 */
export interface CommandKey {
  readonly accelerator: string
  readonly listener: 'menu' | 'page'
}

export const commandKeys: Partial<Record<CommandId, CommandKey>> = {
  'file.open': { accelerator: 'CmdOrCtrl+O', listener: 'menu' },
  'file.save': { accelerator: 'CmdOrCtrl+S', listener: 'menu' },
  'file.save-as': { accelerator: 'CmdOrCtrl+Shift+S', listener: 'menu' },
  'file.export': { accelerator: 'CmdOrCtrl+E', listener: 'menu' },
  'file.close': { accelerator: 'CmdOrCtrl+W', listener: 'menu' },
  'edit.undo': { accelerator: 'CmdOrCtrl+Z', listener: 'page' },
  'edit.redo': { accelerator: 'CmdOrCtrl+Shift+Z', listener: 'page' },
  'edit.rename': { accelerator: 'F2', listener: 'page' },
  'edit.group': { accelerator: 'CmdOrCtrl+G', listener: 'menu' },
  'edit.merge': { accelerator: 'CmdOrCtrl+J', listener: 'menu' },
  'edit.unmerge': { accelerator: 'CmdOrCtrl+Shift+J', listener: 'menu' },
  'edit.clear-mutes': { accelerator: 'Alt+M', listener: 'page' },
  'edit.clear-solos': { accelerator: 'Alt+S', listener: 'page' },
  'separate.start': { accelerator: 'CmdOrCtrl+Enter', listener: 'menu' },
  'transport.play-pause': { accelerator: 'Space', listener: 'page' },
  'transport.to-start': { accelerator: 'Home', listener: 'page' },
  'transport.loop': { accelerator: 'L', listener: 'page' },
  'transport.hear-residual': { accelerator: 'Shift+A', listener: 'page' },
  'view.zoom-in': { accelerator: 'CmdOrCtrl+=', listener: 'menu' },
  'view.zoom-out': { accelerator: 'CmdOrCtrl+-', listener: 'menu' },
  'view.zoom-fit': { accelerator: 'F', listener: 'page' },
  'view.zoom-selection': { accelerator: 'Z', listener: 'page' },
  'view.spectrogram-mode': { accelerator: 'G', listener: 'page' },
  'view.inspector': { accelerator: 'I', listener: 'page' },
  'help.shortcuts': { accelerator: '?', listener: 'page' }
}
