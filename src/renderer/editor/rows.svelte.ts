import { SvelteSet } from 'svelte/reactivity'
import { componentOrders, type ComponentOrder } from '@core/grouping/component-order'
import { standingComponents } from '@core/project/merged-components'
import type { Component, Project } from '@core/project/project'
import type { StripKind } from '@core/project/edits'

/** One line of the list: a source, or a component under it or under "Components". */
export interface RowKey {
  readonly kind: StripKind
  readonly id: string
}

const orderKey = 'component-order'

function storedOrder(): ComponentOrder {
  const stored = localStorage.getItem(orderKey)
  return componentOrders.find((order) => order === stored) ?? 'separation'
}

/** Which rows of the list are selected, opened and being renamed. View state: never undone. */
export class Rows {
  readonly #selected = new SvelteSet<string>()
  readonly #collapsed = new SvelteSet<string>()
  #focused = $state.raw<RowKey | null>(null)
  /** where a range begins that Shift extends */
  #anchor: RowKey | null = null
  #order = $state<ComponentOrder>(storedOrder())
  #renaming = $state<string | null>(null)

  get focused(): RowKey | null {
    return this.#focused
  }

  /** of the components within their sources; remembered from one start of the program to the next */
  get order(): ComponentOrder {
    return this.#order
  }

  setOrder(order: ComponentOrder): void {
    this.#order = order
    localStorage.setItem(orderKey, order)
  }

  get renamingId(): string | null {
    return this.#renaming
  }

  isSelected(id: string): boolean {
    return this.#selected.has(id)
  }

  isExpanded(sourceId: string): boolean {
    return !this.#collapsed.has(sourceId)
  }

  setExpanded(sourceId: string, isExpanded: boolean): void {
    if (isExpanded) this.#collapsed.delete(sourceId)
    else this.#collapsed.add(sourceId)
  }

  /** ids of the selected components, in the order of the templates */
  selectedComponents(project: Project): string[] {
    return standingComponents(project.components)
      .filter(({ id }) => this.#selected.has(id))
      .map(({ id }) => id)
  }

  /** the components a command or a drag that starts at `id` means: the selection if it is in it */
  componentsFor(id: string, project: Project): string[] {
    return this.#selected.has(id) ? this.selectedComponents(project) : [id]
  }

  /** A click or a move of the focus: alone, one more (Ctrl), or all from where the last of these was made (Shift). */
  select(row: RowKey, how: 'only' | 'toggle' | 'range', visible: readonly RowKey[]): void {
    if (how === 'toggle') {
      if (!this.#selected.delete(row.id)) this.#selected.add(row.id)
      this.#anchor = row
    } else if (how === 'range') {
      this.#anchor ??= this.#focused ?? row
      const ends = [this.#anchor.id, row.id].map((id) => visible.findIndex((candidate) => candidate.id === id))
      const [from, to] = [Math.min(...ends), Math.max(...ends)]
      this.#selected.clear()
      for (const between of visible.slice(Math.max(0, from), to + 1)) this.#selected.add(between.id)
    } else {
      this.#selected.clear()
      this.#selected.add(row.id)
      this.#anchor = row
    }
    this.#focused = row
  }

  /** The keyboard's row, without a change of what is selected. */
  focus(row: RowKey): void {
    this.#focused = row
  }

  clear(): void {
    this.#selected.clear()
    this.#anchor = null
    this.#focused = null
    this.#renaming = null
  }

  rename(id: string | null): void {
    this.#renaming = id
  }

  reset(): void {
    this.clear()
    this.#collapsed.clear()
  }
}

/** Components by the source they are in, in the order of the templates, merged ones too; key null holds those in none. */
export function componentsBySource(project: Project): Map<string | null, Component[]> {
  const groups = new Map<string | null, Component[]>(project.sources.map((source) => [source.id, []]))
  groups.set(null, [])
  for (const component of project.components) groups.get(component.sourceId)?.push(component)
  return groups
}

/** The components of a source as they are listed. */
export function listedComponents(members: readonly Component[], ranks: ReadonlyMap<string, number>): Component[] {
  const rankOf = ({ id, index }: Component): number => ranks.get(id) ?? index
  return standingComponents(members).sort((a, b) => rankOf(a) - rankOf(b))
}

/**
 * The rows as they stand from top to bottom.
 *
 * @param ranks places of the components within their sources; those without one stand by their templates
 */
export function visibleRows(project: Project, rows: Rows, ranks: ReadonlyMap<string, number> = new Map()): RowKey[] {
  const groups = componentsBySource(project)
  const componentRows = (sourceId: string | null): RowKey[] =>
    listedComponents(groups.get(sourceId) ?? [], ranks).map(({ id }) => ({ kind: 'component', id }))
  return [
    ...project.sources.flatMap((source): RowKey[] => [
      { kind: 'source', id: source.id },
      ...(rows.isExpanded(source.id) ? componentRows(source.id) : [])
    ]),
    ...componentRows(null)
  ]
}
