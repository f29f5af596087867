import type { ExportFormat, StemShaping } from '@core/contract/export-schemas'
import { gainsAsSet } from '@core/project/audibility'
import { heardEdits, mixEdits } from '@core/project/heard-edits'
import type { Project } from '@core/project/project'
import type { TimedEdits } from '@core/separation/timed-edits'
import { paintedShaping, sourcesOfComponents } from './painted-shaping'

/** What a person chooses about the sound of files, in the export dialog and for stems that are dragged out alike. */
export interface ExportChoices {
  readonly format: ExportFormat
  /** 'unity': 0 dB at all times, for stems that add up to the mix */
  readonly gains: 'as-set' | 'unity'
  /** 1: masks as they are heard; more: harder ones */
  readonly maskExponent: number
  /** a filter over both channels after the masks */
  readonly isWiener: boolean
}

export interface ExportSound {
  readonly format: ExportFormat
  readonly gains: Float32Array<ArrayBuffer>
  readonly edits: TimedEdits
  /** missing: the masks as they are */
  readonly shaping?: StemShaping
}

/** The part of a request for stems that says how they sound. Mutes and solos are for listening and are not in it. */
export function exportSound(project: Project, choices: ExportChoices): ExportSound {
  const { format, gains } = choices
  const shaping = exportShaping(project, choices)
  const shaped = { format, ...(shaping !== null && { shaping }) }
  switch (gains) {
    case 'unity':
      return { ...shaped, gains: new Float32Array(project.components.length).fill(1), edits: mixEdits(project) }
    case 'as-set':
      return { ...shaped, gains: new Float32Array(gainsAsSet(project)), edits: heardEdits(project) }
  }
}

/** What is changed of the masks that follow from W and H alone: what was painted, and what the export adds; null: nothing. */
export function exportShaping(
  project: Project,
  { maskExponent, isWiener }: Pick<ExportChoices, 'maskExponent' | 'isWiener'>
): StemShaping | null {
  const painted = paintedShaping(project)
  if (painted === null && maskExponent === 1 && !isWiener) return null
  return { ...(painted ?? { ...sourcesOfComponents(project), hints: [] }), maskExponent, isWiener }
}
