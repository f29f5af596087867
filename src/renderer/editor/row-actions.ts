import type { Component, Source } from '@core/project/project'
import type { Editor } from './editor.svelte'
import type { RowKey } from './rows.svelte'

/** The component or source of a row; null when undo took it away. */
export function stripOf(editor: Editor, row: RowKey | null): Component | Source | null {
  if (row === null) return null
  const { components, sources } = editor.document.project
  const strips: readonly (Component | Source)[] = row.kind === 'component' ? components : sources
  return strips.find((strip) => strip.id === row.id) ?? null
}

/** What a key on the list means: all selected rows of the focused one's kind. */
function meantIds(editor: Editor, row: RowKey): string[] {
  const { components, sources } = editor.document.project
  const strips: readonly { id: string }[] = row.kind === 'component' ? components : sources
  const selected = strips.filter(({ id }) => editor.rows.isSelected(id)).map(({ id }) => id)
  return selected.includes(row.id) ? selected : [row.id]
}

/** Mutes or solos what the keyboard's row means, or takes it back. Without such a row nothing happens, here and below. */
export function toggleStrip(editor: Editor, property: 'isMuted' | 'isSoloed'): void {
  const row = editor.rows.focused
  const strip = stripOf(editor, row)
  if (row === null || strip === null) return
  const ids = meantIds(editor, row)
  if (property === 'isMuted')
    editor.document.dispatch({ type: 'set-muted', kind: row.kind, ids, isMuted: !strip.isMuted })
  else editor.document.dispatch({ type: 'set-soloed', kind: row.kind, ids, isSoloed: !strip.isSoloed })
}

export function soloOnly(editor: Editor): void {
  const row = editor.rows.focused
  if (row !== null) editor.document.dispatch({ type: 'solo-only', kind: row.kind, id: row.id })
}

export function changeGain(editor: Editor, byDecibels: number): void {
  const row = editor.rows.focused
  const strip = stripOf(editor, row)
  if (row === null || strip === null) return
  const gainDecibels = Math.round((strip.gainDecibels + byDecibels) * 10) / 10
  editor.document.dispatch(
    { type: 'set-gain', kind: row.kind, ids: meantIds(editor, row), gainDecibels },
    `gain-${row.id}`
  )
}

export function resetGain(editor: Editor): void {
  const row = editor.rows.focused
  if (row === null) return
  editor.document.dispatch({ type: 'set-gain', kind: row.kind, ids: meantIds(editor, row), gainDecibels: 0 })
}

export function isInSource(editor: Editor): boolean {
  const row = editor.rows.focused
  const strip = stripOf(editor, row)
  return row?.kind === 'component' && (strip as Component | null)?.sourceId != null
}

export function takeOutOfSource(editor: Editor): void {
  const row = editor.rows.focused
  if (row !== null) editor.grouping.moveTo(null, editor.rows.componentsFor(row.id, editor.document.project))
}

/** @param how 'focus' leaves what is selected as it is */
export function moveFocus(editor: Editor, by: number, how: 'only' | 'range' | 'focus'): void {
  const visible = editor.visibleRows
  if (visible.length === 0) return
  const now = visible.findIndex((row) => row.id === (editor.rows.focused?.id ?? rowWithFocus()))
  const next = visible[Math.min(visible.length - 1, Math.max(0, now === -1 ? 0 : now + by))]!
  if (how === 'focus') editor.rows.focus(next)
  else editor.rows.select(next, how, visible)
  focusRow(next.id)
}

/** Takes the keyboard's row into the selection, or out of it. */
export function toggleSelected(editor: Editor): void {
  const row = editor.rows.focused
  if (row !== null) editor.rows.select(row, 'toggle', editor.visibleRows)
}

export function moveToSource(editor: Editor, index: number): void {
  const row = editor.rows.focused
  const source = editor.document.project.sources[index]
  if (row?.kind !== 'component' || source === undefined) return
  editor.grouping.moveTo(source.id, editor.rows.componentsFor(row.id, editor.document.project))
}

/** Moves the source that has the keyboard up or down in the list. */
export function moveSource(editor: Editor, by: number): void {
  const { sources } = editor.document.project
  const index = sources.findIndex(({ id }) => id === editor.rows.focused?.id)
  if (index === -1) return
  editor.grouping.moveSource(sources[index]!.id, index + by)
  // a row that is put elsewhere loses the focus
  requestAnimationFrame(() => focusRow(sources[index]!.id))
}

export function canOpenOrClose(editor: Editor, isExpanded: boolean): boolean {
  const row = editor.rows.focused
  return row?.kind === 'source' || (!isExpanded && isInSource(editor))
}

/** Left and Right: a source closes and opens; from a component Left goes to its source. */
export function openOrClose(editor: Editor, isExpanded: boolean): void {
  const row = editor.rows.focused
  if (row === null) return
  if (row.kind === 'source') {
    editor.rows.setExpanded(row.id, isExpanded)
    return
  }
  const sourceId = editor.document.project.components.find(({ id }) => id === row.id)?.sourceId ?? null
  if (isExpanded || sourceId === null) return
  editor.rows.select({ kind: 'source', id: sourceId }, 'only', [])
  focusRow(sourceId)
}

export function selectSource(editor: Editor, index: number): void {
  const source = editor.document.project.sources[index]
  if (source === undefined) return
  editor.rows.select({ kind: 'source', id: source.id }, 'only', [])
  focusRow(source.id)
}

function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus()
}

/** After Esc no row is meant any more, but the arrows go on from where the focus is. */
function rowWithFocus(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row']
}
