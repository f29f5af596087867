import type { ExportFormat } from '@core/contract/engine'
import { gainsAsSet } from '@core/project/audibility'
import { heardEdits, mixEdits } from '@core/project/heard-edits'
import type { Project } from '@core/project/project'
import type { TimedEdits } from '@core/separation/timed-edits'

/** What a person chooses about the sound of files, in the export dialog and for stems that are dragged out alike. */
export interface ExportChoices {
  readonly format: ExportFormat
  /** 'unity': 0 dB at all times, for stems that add up to the mix */
  readonly gains: 'as-set' | 'unity'
}

export interface ExportSound {
  readonly format: ExportFormat
  readonly gains: Float32Array<ArrayBuffer>
  readonly edits: TimedEdits
}

/** The part of a request for stems that says how they sound. Mutes and solos are for listening and are not in it. */
export function exportSound(project: Project, { format, gains }: ExportChoices): ExportSound {
  switch (gains) {
    case 'unity':
      return { format, gains: new Float32Array(project.components.length).fill(1), edits: mixEdits(project) }
    case 'as-set':
      return { format, gains: new Float32Array(gainsAsSet(project)), edits: heardEdits(project) }
  }
}
