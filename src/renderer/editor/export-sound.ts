import type { ExportFormat, StemShaping } from '@core/contract/engine'
import { gainsAsSet } from '@core/project/audibility'
import { heardEdits, mixEdits } from '@core/project/heard-edits'
import type { Project } from '@core/project/project'
import type { TimedEdits } from '@core/separation/timed-edits'

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

/** How the masks of the files differ from those that are heard; null: not at all. */
export function exportShaping(
  { sources, components }: Project,
  { maskExponent, isWiener }: Pick<ExportChoices, 'maskExponent' | 'isWiener'>
): StemShaping | null {
  if (maskExponent === 1 && !isWiener) return null
  const ids = sources.map(({ id }) => id)
  const componentSources = components
    .toSorted((a, b) => a.index - b.index)
    .map(({ sourceId }) => (sourceId === null ? -1 : ids.indexOf(sourceId)))
  return { sources: ids, componentSources, hints: [], maskExponent, isWiener }
}
