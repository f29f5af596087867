import { soloedOnly } from '@core/project/audibility'
import type { Project } from '@core/project/project'
import type { OpenDocument } from './open-document.svelte'
import type { TimeRange } from './timeline.svelte'

/**
 * Components that are heard for a while, alone or in their place, over and over where they sound most, as in a question about
 * them. The project, its solos, the selection and undo know nothing of it.
 */
export class Audition {
  readonly #document: OpenDocument
  #componentIds = $state.raw<ReadonlySet<string> | null>(null)
  #passage = $state.raw<TimeRange | null>(null)

  constructor(document: OpenDocument) {
    this.#document = document
  }

  /** the project as it sounds */
  readonly heardProject = $derived.by((): Project => {
    const { project } = this.#document
    return this.#componentIds === null ? project : soloedOnly(project, this.#componentIds)
  })

  /** what is repeated; null outside an audition */
  get passage(): TimeRange | null {
    return this.#passage
  }

  alone(componentIds: readonly string[], passage: TimeRange | null): void {
    this.#componentIds = new Set(componentIds)
    this.#passage = passage
  }

  /** The same passage, with all that is on. */
  inPlace(): void {
    this.#componentIds = null
  }

  end(): void {
    this.#componentIds = null
    this.#passage = null
  }
}
