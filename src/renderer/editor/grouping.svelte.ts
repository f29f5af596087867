import { mergedMembers } from '@core/project/merged-components'
import type { ColourName, PairLink } from '@core/project/project'
import type { OpenDocument } from './open-document.svelte'
import type { Rows } from './rows.svelte'

/** Makes and fills sources. */
export class Grouping {
  readonly #document: OpenDocument
  readonly #rows: Rows

  constructor(document: OpenDocument, rows: Rows) {
    this.#document = document
    this.#rows = rows
  }

  /** A new source of these components, ready to be named. */
  makeSource(componentIds: readonly string[]): void {
    const id = crypto.randomUUID()
    this.#document.dispatch({ type: 'make-source', id, name: '', componentIds })
    this.#rows.select({ kind: 'source', id }, 'only', [])
    this.#rows.rename(id)
  }

  moveTo(sourceId: string | null, componentIds: readonly string[]): void {
    if (componentIds.length === 0) return
    this.#document.dispatch({ type: 'move-components', ids: componentIds, sourceId })
  }

  /** They belong where they are: no suggestion moves them. */
  confirm(componentIds: readonly string[]): void {
    this.#document.dispatch({ type: 'place-components', ids: componentIds, isPlaced: true })
  }

  /** They belong together: all go into the first one's source, and no suggestion takes them apart. */
  keepTogether(componentIds: readonly string[]): void {
    const document = this.#document
    const sourceOf = (wanted: string | undefined) =>
      document.project.components.find(({ id }) => id === wanted)?.sourceId ?? null
    const sourceId = sourceOf(componentIds[0])
    const step = `link-${crypto.randomUUID()}`
    document.dispatch({ type: 'link-components', kind: 'together', ids: componentIds }, step)
    const others = componentIds.filter((id) => sourceOf(id) !== sourceId)
    if (sourceId !== null && others.length > 0)
      document.dispatch({ type: 'move-components', ids: others, sourceId }, step)
    document.closeStep()
  }

  /** They belong apart: no suggestion puts any of the others where the first one is. Until then all stay where they are. */
  keepApart(componentIds: readonly string[]): void {
    const document = this.#document
    const step = `link-${crypto.randomUUID()}`
    document.dispatch({ type: 'link-components', kind: 'apart', ids: componentIds }, step)
    // Whoever says this does not mean the place any more that he gave them before.
    document.dispatch({ type: 'place-components', ids: componentIds.slice(1), isPlaced: false }, step)
    document.closeStep()
  }

  forgetLink(pair: PairLink['pair']): void {
    this.#document.dispatch({ type: 'unlink-components', pair })
  }

  /** One step of undo for all. A source has a colour of its own always. */
  setColour(kind: 'source' | 'component', ids: readonly string[], colour: ColourName | null): void {
    const step = `colour-${ids.join()}-${colour}`
    for (const id of ids) {
      if (kind === 'component') this.#document.dispatch({ type: 'set-colour', kind, id, colour }, step)
      else if (colour !== null) this.#document.dispatch({ type: 'set-colour', kind, id, colour }, step)
    }
    this.#document.closeStep()
  }

  moveSource(id: string, toIndex: number): void {
    this.#document.dispatch({ type: 'move-source', id, toIndex })
  }

  /** One component of several, which sounds like the first of them and can be taken apart again. */
  merge(componentIds: readonly string[]): void {
    const [first] = componentIds
    if (first === undefined || componentIds.length < 2) return
    this.#document.dispatch({ type: 'merge-components', ids: componentIds })
    this.#rows.select({ kind: 'component', id: first }, 'only', [])
  }

  unmerge(componentIds: readonly string[]): void {
    for (const id of componentIds.filter((candidate) => this.isMerged(candidate))) {
      this.#document.dispatch({ type: 'unmerge-component', id }, `unmerge-${componentIds.join()}`)
    }
    this.#document.closeStep()
  }

  isMerged(componentId: string): boolean {
    return mergedMembers(this.#document.project.components, componentId).length > 1
  }

  removeSource(id: string): void {
    this.#document.dispatch({ type: 'remove-source', id })
  }
}
