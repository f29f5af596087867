import { mergedMembers, standingComponents } from '@core/project/merged-components'
import type { ColourName, Source } from '@core/project/project'
import type { ComponentFeatures } from '@core/grouping/component-features'
import { suggestGroups } from '@core/grouping/percussive-groups'
import { stftLayout } from '@core/spectral/stft-layout'
import type { OpenDocument } from './open-document.svelte'
import type { Rows } from './rows.svelte'

/** Makes and fills sources. */
export class Grouping {
  readonly #document: OpenDocument
  readonly #rows: Rows
  /** project.sources of the last hint, to say where a source came from as long as it stands as hinted */
  #hinted = $state.raw<ReadonlyMap<string, string>>(new Map())

  constructor(document: OpenDocument, rows: Rows) {
    this.#document = document
    this.#rows = rows
  }

  /** why the hint made this source; null for a source that a person made */
  reasonFor(source: Source): string | null {
    return this.#hinted.get(source.id) ?? null
  }

  /** A new source of these components, ready to be named. */
  makeSource(componentIds: readonly string[]): void {
    const id = crypto.randomUUID()
    this.#document.dispatch({ type: 'make-source', id, name: '', componentIds })
    this.#rows.select({ kind: 'source', id }, 'only', [])
    this.#rows.rename(id)
  }

  moveTo(sourceId: string | null, componentIds: readonly string[]): void {
    if (componentIds.length > 0) this.#document.dispatch({ type: 'move-components', ids: componentIds, sourceId })
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

  /** Two sources by the simple hint: low, short components apart from the rest. One step of undo. */
  groupPercussive(): void {
    const { project, factors, clip } = this.#document
    if (project.separation === null || factors === null || clip === null) return
    const { windowSamples, hopSamples } = project.separation.parameters
    const layout = { ...stftLayout(clip.lengthSamples, windowSamples, hopSamples), sampleRate: clip.sampleRate }
    const { groups: groupOf, features } = suggestGroups(factors, layout, 2)
    const groups = ['Drums', 'Rest'].map((name, group) => {
      const members = standingComponents(project.components).filter(({ index }) => groupOf[index] === group)
      const measured = members.map((component) => features[component.index])
      return { id: crypto.randomUUID(), name, reason: reasonOf(measured), componentIds: members.map(({ id }) => id) }
    })
    this.#document.dispatch({
      type: 'group-components',
      groups: groups.map(({ id, name, componentIds }) => ({ id, name, componentIds }))
    })
    this.#hinted = new Map(groups.map(({ id, reason }) => [id, reason]))
    // All sources are seen at once, and the components of the last one.
    for (const { id } of groups.slice(0, -1)) this.#rows.setExpanded(id, false)
  }
}

/** The measured ranges that the hint went by: "0–9 % still sounds 0.2 s later; 3–96 % lies below 200 Hz." */
function reasonOf(features: readonly ComponentFeatures[]): string {
  const low = features.map(({ lowShare }) => Math.round(100 * lowShare))
  const held = features.map(({ sustain }) => Math.round(100 * Math.max(0, sustain)))
  return `${range(held)} % still sounds 0.2 s later; ${range(low)} % lies below 200 Hz.`
}

function range(percents: readonly number[]): string {
  const from = Math.min(...percents)
  const to = Math.max(...percents)
  return from === to ? String(from) : `${from}–${to}`
}
