/** Everything a menu item, a key or a button can do; the renderer carries it out. */
export const commandIds = [
  'file.open',
  'file.open-demo',
  'file.save',
  'file.save-as',
  'file.toggle-embed',
  'file.export',
  'file.close',
  'edit.undo',
  'edit.redo',
  'edit.rename',
  'edit.group',
  'edit.merge',
  'edit.unmerge',
  'edit.new-source',
  'edit.clear-mutes',
  'edit.clear-solos',
  'separate.start',
  'separate.cancel',
  'separate.group-percussive',
  'transport.play-pause',
  'transport.to-start',
  'transport.loop',
  'transport.hear-original',
  'transport.hear-sources',
  'transport.hear-residual',
  'view.zoom-in',
  'view.zoom-out',
  'view.zoom-fit',
  'view.zoom-selection',
  'view.spectrogram-mode',
  'view.inspector',
  'help.shortcuts',
  'help.options',
  'help.about'
] as const

export type CommandId = (typeof commandIds)[number]

export interface CommandState {
  readonly isEnabled: boolean
  /** null: not a check box */
  readonly isChecked: boolean | null
}
