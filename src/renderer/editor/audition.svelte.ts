import { soloedOnly } from '@core/project/audibility'
import type { Project } from '@core/project/project'
import type { OpenDocument } from './open-document.svelte'

/** Components that are heard alone for a while, as in a question about them. The project, its solos and undo know nothing of it. */
export class Audition {
  readonly #document: OpenDocument
  #componentIds = $state.raw<ReadonlySet<string> | null>(null)

  constructor(document: OpenDocument) {
    this.#document = document
  }

  /** the project as it sounds */
  readonly heardProject = $derived.by((): Project => {
    const { project } = this.#document
    return this.#componentIds === null ? project : soloedOnly(project, this.#componentIds)
  })

  only(componentIds: readonly string[]): void {
    this.#componentIds = new Set(componentIds)
  }

  end(): void {
    this.#componentIds = null
  }
}
