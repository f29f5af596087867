/**
 * The facts of every command: what the application menu, the shortcut sheet, the palette, the context menus and the tooltips
 * all show. What it does stands in src/renderer/editor/commands; the compiler asks for it there.
 */
export interface CommandFacts {
  /** as every menu, the palette and the sheet name it; a trailing … opens a dialog */
  readonly title: string
  /** written as Electron writes accelerators; the first is the one that menus and tooltips show */
  readonly keys?: readonly string[]
  /** where the keys are meant; missing: wherever the focus is */
  readonly scope?: CommandScope
  /** missing: everywhere */
  readonly offered?: CommandOffer
  /** goes on while its key is held down */
  readonly repeats?: true
  /** neighbours with the same text share a line of the shortcut sheet */
  readonly sheetLine?: string
  /** other words that a person may look for in the palette */
  readonly keywords?: string
}

/** 'rows': anywhere but in a part of the window that has a scope of its own. A scope wins over no scope. */
export type CommandScope = 'rows' | 'spectrogram'

/** 'by-key': moves the focus, of no use in a menu. 'in-context': about the point or row that a context menu was opened on. */
export type CommandOffer = 'by-key' | 'in-context'

const facts = {
  'file.open': { title: 'Open…', keys: ['CmdOrCtrl+O'], keywords: 'import load recording project' },
  'file.open-demo': { title: 'Open the demo', keywords: 'example try' },
  'file.save': { title: 'Save', keys: ['CmdOrCtrl+S'] },
  'file.save-as': { title: 'Save as…', keys: ['CmdOrCtrl+Shift+S'] },
  'file.toggle-embed': { title: 'Keep the recording inside the project', keywords: 'embed' },
  'file.export': {
    title: 'Export stems…',
    keys: ['CmdOrCtrl+E', 'CmdOrCtrl+Shift+E'],
    keywords: 'render bounce write audio files'
  },
  'file.close': { title: 'Close recording', keys: ['CmdOrCtrl+W'] },

  'edit.undo': { title: 'Undo', keys: ['CmdOrCtrl+Z'], repeats: true },
  'edit.redo': { title: 'Redo', keys: ['CmdOrCtrl+Shift+Z', 'CmdOrCtrl+Y'], repeats: true },

  'selection.all': { title: 'Select all', keys: ['CmdOrCtrl+A'], keywords: 'time range everything' },
  'selection.none': { title: 'Drop the selection', keys: ['Escape'], keywords: 'deselect none' },
  'selection.snap': { title: 'Snap to columns and semitones', keywords: 'grid magnet quantize' },
  'selection.loop': { title: 'Loop the selection', keywords: 'repeat cycle' },

  'regions.mute': { title: 'Mute selection', keys: ['CmdOrCtrl+L'], keywords: 'silence region' },
  'regions.gain': { title: 'Gain of selection…', keys: ['Alt+G'], keywords: 'volume level region decibel' },
  'regions.fade-in': { title: 'Fade in', keys: ['Alt+I'], keywords: 'region ramp' },
  'regions.fade-out': { title: 'Fade out', keys: ['Alt+O'], keywords: 'region ramp' },
  'regions.crop': { title: 'Crop to selection', keys: ['CmdOrCtrl+T'], keywords: 'trim keep' },
  'regions.cut': { title: 'Delete selection', keys: ['Delete'], keywords: 'cut time remove skip' },
  'regions.restore': { title: 'Restore cut time', keys: ['Alt+Delete'], keywords: 'undelete uncrop' },
  'regions.remove': { title: 'Remove region edit', keys: ['Shift+Delete'], keywords: 'delete gain mute fade' },

  'rows.rename': { title: 'Rename', keys: ['F2'] },
  'rows.group': { title: 'Group selected components', keys: ['CmdOrCtrl+G'], keywords: 'make source' },
  'rows.merge': { title: 'Merge selected components', keys: ['CmdOrCtrl+J'], keywords: 'join combine' },
  'rows.unmerge': { title: 'Unmerge', keys: ['CmdOrCtrl+Shift+J'], keywords: 'take apart' },
  'rows.keep-together': { title: 'Belong together', keywords: 'must link same source' },
  'rows.keep-apart': { title: 'Belong apart', keywords: 'cannot link different source' },
  'rows.split-2': { title: 'Split component into 2 parts', keywords: 'divide factorize' },
  'rows.split-3': { title: 'Split component into 3 parts', keywords: 'divide factorize' },
  'rows.split-4': { title: 'Split component into 4 parts', keywords: 'divide factorize' },
  'rows.new-source': { title: 'New source', keywords: 'empty add' },
  'rows.clear-mutes': { title: 'Clear all mutes', keys: ['Alt+M'], keywords: 'unmute' },
  'rows.clear-solos': { title: 'Clear all solos', keys: ['Alt+S'], keywords: 'unsolo' },

  'rows.mute': { title: 'Mute selected', keys: ['M'], sheetLine: 'Mute, solo selected' },
  'rows.solo': { title: 'Solo selected', keys: ['S'], sheetLine: 'Mute, solo selected' },
  'rows.solo-only': { title: 'Solo only this', keys: ['Shift+S'], keywords: 'exclusive' },
  'rows.gain-down': { title: 'Gain down 0.5 dB', keys: ['-'], repeats: true, sheetLine: 'Gain by 0.5 dB' },
  'rows.gain-up': { title: 'Gain up 0.5 dB', keys: ['=', 'Plus'], repeats: true, sheetLine: 'Gain by 0.5 dB' },
  'rows.gain-down-fine': { title: 'Gain down 0.1 dB', keys: ['Shift+-'], repeats: true, sheetLine: 'Gain by 0.1 dB' },
  'rows.gain-up-fine': { title: 'Gain up 0.1 dB', keys: ['Shift+='], repeats: true, sheetLine: 'Gain by 0.1 dB' },
  'rows.gain-reset': { title: 'Gain to 0 dB', keywords: 'reset unity' },
  'rows.ungroup': { title: 'Take out of its source', keywords: 'ungroup no source' },
  'rows.export-stem': { title: 'Export this stem…', keywords: 'source file drag out' },
  'rows.remove-source': { title: 'Remove source, keep components', keywords: 'delete dissolve' },
  'rows.source-1': { title: 'Select source 1', keys: ['1'], sheetLine: 'Select source 1 to 8' },
  'rows.source-2': { title: 'Select source 2', keys: ['2'], sheetLine: 'Select source 1 to 8' },
  'rows.source-3': { title: 'Select source 3', keys: ['3'], sheetLine: 'Select source 1 to 8' },
  'rows.source-4': { title: 'Select source 4', keys: ['4'], sheetLine: 'Select source 1 to 8' },
  'rows.source-5': { title: 'Select source 5', keys: ['5'], sheetLine: 'Select source 1 to 8' },
  'rows.source-6': { title: 'Select source 6', keys: ['6'], sheetLine: 'Select source 1 to 8' },
  'rows.source-7': { title: 'Select source 7', keys: ['7'], sheetLine: 'Select source 1 to 8' },
  'rows.source-8': { title: 'Select source 8', keys: ['8'], sheetLine: 'Select source 1 to 8' },
  'rows.move-to-1': { title: 'Move to source 1', keys: ['Alt+1'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-2': { title: 'Move to source 2', keys: ['Alt+2'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-3': { title: 'Move to source 3', keys: ['Alt+3'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-4': { title: 'Move to source 4', keys: ['Alt+4'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-5': { title: 'Move to source 5', keys: ['Alt+5'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-6': { title: 'Move to source 6', keys: ['Alt+6'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-7': { title: 'Move to source 7', keys: ['Alt+7'], sheetLine: 'Move to source 1 to 8' },
  'rows.move-to-8': { title: 'Move to source 8', keys: ['Alt+8'], sheetLine: 'Move to source 1 to 8' },
  'rows.source-up': {
    title: 'Move source up',
    keys: ['Alt+Up'],
    scope: 'rows',
    repeats: true,
    sheetLine: 'Move source up, down'
  },
  'rows.source-down': {
    title: 'Move source down',
    keys: ['Alt+Down'],
    scope: 'rows',
    repeats: true,
    sheetLine: 'Move source up, down'
  },
  'rows.toggle-selected': {
    title: 'Select or leave this row too',
    keys: ['CmdOrCtrl+Space'],
    scope: 'rows',
    offered: 'by-key'
  },
  'rows.focus-previous': {
    title: 'Go to the row above',
    keys: ['CmdOrCtrl+Up'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Go up, down without selecting'
  },
  'rows.focus-next': {
    title: 'Go to the row below',
    keys: ['CmdOrCtrl+Down'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Go up, down without selecting'
  },
  'rows.previous': {
    title: 'Previous row',
    keys: ['Up'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Previous, next row'
  },
  'rows.next': {
    title: 'Next row',
    keys: ['Down'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Previous, next row'
  },
  'rows.extend-up': {
    title: 'Select the row above too',
    keys: ['Shift+Up'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Select more rows'
  },
  'rows.extend-down': {
    title: 'Select the row below too',
    keys: ['Shift+Down'],
    scope: 'rows',
    offered: 'by-key',
    repeats: true,
    sheetLine: 'Select more rows'
  },
  'rows.collapse': {
    title: 'Collapse source',
    keys: ['Left'],
    scope: 'rows',
    offered: 'by-key',
    sheetLine: 'Collapse, expand source'
  },
  'rows.expand': {
    title: 'Expand source',
    keys: ['Right'],
    scope: 'rows',
    offered: 'by-key',
    sheetLine: 'Collapse, expand source'
  },

  'separate.start': { title: 'Separate', keys: ['CmdOrCtrl+Enter'], keywords: 'run nmf factorize' },
  'separate.cancel': { title: 'Cancel separation', keywords: 'stop run' },
  'separate.suggest-grouping': { title: 'Suggest grouping', keywords: 'sort sources cluster' },
  'paint.select': {
    title: 'Select tool',
    keys: ['Alt+V'],
    sheetLine: 'Select, brush, box, eraser',
    keywords: 'pointer'
  },
  'paint.brush': {
    title: 'Brush tool',
    keys: ['Alt+B'],
    sheetLine: 'Select, brush, box, eraser',
    keywords: 'paint hint'
  },
  'paint.box': { title: 'Box tool', keys: ['Alt+X'], sheetLine: 'Select, brush, box, eraser', keywords: 'paint hint' },
  'paint.erase': {
    title: 'Eraser tool',
    keys: ['Alt+E'],
    sheetLine: 'Select, brush, box, eraser',
    keywords: 'paint hint'
  },
  'paint.selection': { title: 'Paint the selection', keys: ['Alt+P'], keywords: 'hint source box' },
  'paint.erase-selection': { title: 'Erase paint in the selection', keywords: 'hint' },
  'paint.erase-all': { title: 'Erase all paint', keywords: 'hint' },
  'paint.learn': { title: 'Separate with hints', keywords: 'paint learn' },

  'separate.examples': {
    title: 'Separate from examples…',
    keywords: 'learn templates supervised solo passage library'
  },
  'separate.library': { title: 'Template library…', keywords: 'saved templates import export npy' },
  'separate.judge': {
    title: 'Judge with true stems…',
    keywords: 'evaluate sdr si-sdr measure ground truth compare'
  },
  'separate.small-groups': { title: 'Sort small groups…', keywords: 'previews eight listen assign' },

  'transport.play-pause': { title: 'Play or pause', keys: ['Space'], keywords: 'listen stop' },
  'transport.play-here': { title: 'Play from here', offered: 'in-context' },
  'transport.to-start': { title: 'To start', keys: ['Home'], keywords: 'rewind beginning' },
  'transport.to-end': { title: 'To end', keys: ['End'] },
  'transport.step-back': {
    title: 'One column back',
    keys: [','],
    repeats: true,
    sheetLine: 'One column back, forward'
  },
  'transport.step-forward': {
    title: 'One column forward',
    keys: ['.'],
    repeats: true,
    sheetLine: 'One column back, forward'
  },
  'transport.loop': { title: 'Loop', keys: ['L', 'Shift+L'], keywords: 'repeat cycle' },
  'transport.hear-other': { title: 'Original or sources on', keys: ['A'], keywords: 'compare A/B bypass' },
  'transport.hear-original': { title: 'Hear the original' },
  'transport.hear-sources': { title: 'Hear the sources that are on' },
  'transport.hear-residual': { title: 'Hear the residual', keys: ['Shift+A'], keywords: 'difference rest' },
  'transport.hear-band': { title: 'Hear only the band', keys: ['Shift+B'], keywords: 'frequency box filter' },
  'transport.match-levels': { title: 'Match levels', keys: ['Shift+M'], keywords: 'loudness compare A/B' },

  'view.zoom-in': { title: 'Zoom in', keys: ['CmdOrCtrl+=', 'CmdOrCtrl+Plus', 'CmdOrCtrl+1'], repeats: true },
  'view.zoom-normal': { title: 'Zoom to 10 seconds', keys: ['CmdOrCtrl+2'], keywords: 'normal' },
  'view.zoom-out': { title: 'Zoom out', keys: ['CmdOrCtrl+-', 'CmdOrCtrl+3'], repeats: true },
  'view.zoom-fit': { title: 'Zoom to fit', keys: ['F', 'CmdOrCtrl+F'], keywords: 'whole recording all' },
  'view.zoom-selection': { title: 'Zoom to selection', keys: ['Z'] },
  'view.spectrogram-mode': { title: 'Next spectrogram mode', keys: ['G'], keywords: 'colour sources magma level' },
  'view.sort-separation': { title: 'Sort components by template', keywords: 'order number' },
  'view.sort-loudness': { title: 'Sort components by loudness', keywords: 'order level energy' },
  'view.sort-pitch': { title: 'Sort components by pitch', keywords: 'order frequency note' },
  'view.sort-time': { title: 'Sort components by time', keywords: 'order onset' },
  'view.sort-similarity': { title: 'Sort components by similarity', keywords: 'order alike cluster' },
  'view.inspector': { title: 'Inspector', keys: ['I'], keywords: 'panel settings sidebar' },
  'view.next-region': {
    title: 'Next part of the window',
    keys: ['F6'],
    offered: 'by-key',
    sheetLine: 'Next, previous part of the window'
  },
  'view.previous-region': {
    title: 'Previous part of the window',
    keys: ['Shift+F6'],
    offered: 'by-key',
    sheetLine: 'Next, previous part of the window'
  },

  'help.palette': { title: 'Find a command…', keys: ['CmdOrCtrl+Shift+P'], keywords: 'palette search' },
  'help.guide': { title: 'How it works', keywords: 'guide explanation nmf templates activations masks' },
  'help.shortcuts': { title: 'Keyboard shortcuts', keys: ['?'], keywords: 'keys help' },
  'help.options': { title: 'About the separation options', keywords: 'help parameters' },
  'help.about': { title: 'About Unweave', keywords: 'version licence' }
} as const satisfies Record<string, CommandFacts>

export type CommandId = keyof typeof facts
/** the part of an id before the point */
export type CommandCategory = CommandId extends `${infer Category}.${string}` ? Category : never

export const commandFacts: Readonly<Record<CommandId, CommandFacts>> = facts
export const commandIds = Object.keys(facts) as readonly CommandId[]

/** The names of the categories, in the order of the shortcut sheet. */
export const commandCategories: Readonly<Record<CommandCategory, string>> = {
  file: 'File',
  transport: 'Listen',
  selection: 'Selection',
  regions: 'Edits of the selection',
  paint: 'Paint',
  view: 'View',
  rows: 'Sources and components',
  edit: 'Edit',
  separate: 'Separate',
  help: 'Help'
}

export function categoryOf(id: CommandId): CommandCategory {
  return id.slice(0, id.indexOf('.')) as CommandCategory
}

/** What a person reads in a menu or tooltip as the key of a command; undefined for none. */
export function firstKeyOf(id: CommandId): string | undefined {
  return commandFacts[id].keys?.[0]
}

export interface CommandState {
  readonly isEnabled: boolean
  /** null: not a check box */
  readonly isChecked: boolean | null
}
