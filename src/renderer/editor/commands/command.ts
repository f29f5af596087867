import type { CommandId } from '@core/contract/commands'
import type { Editor } from '../editor.svelte'

/** Something that must hold before a command can run; the sentence says to a person what is missing. */
export interface Condition {
  isMet(editor: Editor): boolean
  readonly reason: string
}

/** What a command does and when. Its title and keys stand in core/contract/commands. */
export interface Command {
  run(editor: Editor): unknown
  /** all of them; the first that is not met is the reason that the palette shows */
  readonly needs: readonly Condition[]
  /** missing: not a check box */
  isChecked?(editor: Editor): boolean
}

/** The commands of one category: all that begin with its name. */
export type CommandsOf<Category extends string> = Readonly<Record<Extract<CommandId, `${Category}.${string}`>, Command>>

export const needsClip: Condition = {
  isMet: (editor) => editor.document.clip !== null,
  reason: 'Open a recording first.'
}

export const needsNoRun: Condition = {
  isMet: (editor) => !editor.run.isRunning,
  reason: 'A separation is running.'
}

export const needsNoSplit: Condition = {
  isMet: (editor) => !editor.split.isRunning,
  reason: 'A component is being split.'
}

export const needsNoOpening: Condition = {
  isMet: (editor) => editor.opening.state.kind === 'idle',
  reason: 'A recording is being opened.'
}

export const needsSeparation: Condition = {
  isMet: (editor) => editor.document.factors !== null,
  reason: 'Separate the recording first.'
}

export const needsHearableSources: Condition = {
  isMet: (editor) => editor.transport.canHearSources,
  reason: 'Separate the recording or edit the mix first.'
}

export const needsComponents: Condition = {
  isMet: (editor) => editor.transport.hasComponents,
  reason: 'Separate the recording first.'
}

export const needsTimeSelection: Condition = {
  isMet: (editor) => editor.timeline.selection !== null,
  reason: 'Select some time in the waveform or spectrogram first.'
}

export const needsBand: Condition = {
  isMet: (editor) => editor.timeline.band !== null,
  reason: 'Select a box of time and frequency in the spectrogram first.'
}
