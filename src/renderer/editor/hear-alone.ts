import { strongestColumns } from '@core/grouping/strongest-columns'
import { withMerged } from '@core/project/merged-components'
import { componentPicture } from '@core/grouping/component-picture'
import { columnCentreSeconds } from '../drawing/time-view'
import { runCommand } from './commands'
import type { Editor } from './editor.svelte'
import type { TimeRange } from './timeline.svelte'

const passageSeconds = 4

/** Plays components alone, over and over where they sound most. */
export function hearAlone(editor: Editor, componentIds: readonly string[]): void {
  const ids = withMerged(editor.document.project.components, componentIds)
  const passage = passageOf(editor, ids)
  editor.audition.alone(ids, passage)
  if (passage !== null) editor.transport.seek(passage.startSeconds)
  play(editor)
}

/** Plays the same passage with all that is on. */
export function hearInPlace(editor: Editor): void {
  editor.audition.inPlace()
  play(editor)
}

function passageOf(editor: Editor, componentIds: readonly string[]): TimeRange | null {
  const { factors, clip, project } = editor.document
  const indices = project.components.filter(({ id }) => componentIds.includes(id)).map(({ index }) => index)
  if (factors === null || clip === null || project.separation === null || indices.length === 0) return null
  const { hopSamples } = project.separation.parameters
  const timing = { ...project.separation.parameters, sampleRate: clip.sampleRate }
  const { activation } = componentPicture(factors, indices)
  const count = Math.ceil((passageSeconds * clip.sampleRate) / hopSamples)
  const first = strongestColumns(activation, count)
  const startSeconds = Math.max(
    0,
    Math.min(columnCentreSeconds(first, timing), editor.timeline.durationSeconds - passageSeconds)
  )
  return { startSeconds, endSeconds: Math.min(editor.timeline.durationSeconds, startSeconds + passageSeconds) }
}

function play(editor: Editor): void {
  if (editor.transport.hearing !== 'sources') editor.transport.hear('sources')
  if (!editor.transport.isPlaying) runCommand(editor, 'transport.play-pause')
}
