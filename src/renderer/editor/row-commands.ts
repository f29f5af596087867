import type { Component, Source } from '@core/project/project'
import type { Editor } from './editor.svelte'
import { visibleRows, type RowKey } from './rows.svelte'

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

export function toggleStrip(editor: Editor, property: 'isMuted' | 'isSoloed'): boolean {
  const row = editor.rows.focused
  const strip = stripOf(editor, row)
  if (row === null || strip === null || editor.run.isRunning) return false
  const ids = meantIds(editor, row)
  if (property === 'isMuted')
    editor.document.dispatch({ type: 'set-muted', kind: row.kind, ids, isMuted: !strip.isMuted })
  else editor.document.dispatch({ type: 'set-soloed', kind: row.kind, ids, isSoloed: !strip.isSoloed })
  return true
}

export function changeGain(editor: Editor, byDecibels: number): boolean {
  const row = editor.rows.focused
  const strip = stripOf(editor, row)
  if (row === null || strip === null || editor.run.isRunning) return false
  const gainDecibels = Math.round((strip.gainDecibels + byDecibels) * 10) / 10
  editor.document.dispatch(
    { type: 'set-gain', kind: row.kind, ids: meantIds(editor, row), gainDecibels },
    `gain-${row.id}`
  )
  return true
}

export function moveFocus(editor: Editor, by: number, how: 'only' | 'range'): boolean {
  const visible = visibleRows(editor.document.project, editor.rows)
  if (visible.length === 0) return false
  const now = visible.findIndex((row) => row.id === (editor.rows.focused?.id ?? rowWithFocus()))
  const next = visible[Math.min(visible.length - 1, Math.max(0, now === -1 ? 0 : now + by))]!
  editor.rows.select(next, how, visible)
  focusRow(next.id)
  return true
}

/** Left and Right: a source closes and opens; from a component Left goes to its source. */
export function openOrClose(editor: Editor, isExpanded: boolean): boolean {
  const row = editor.rows.focused
  if (row === null) return false
  if (row.kind === 'source') {
    editor.rows.setExpanded(row.id, isExpanded)
    return true
  }
  const sourceId = editor.document.project.components.find(({ id }) => id === row.id)?.sourceId ?? null
  if (isExpanded || sourceId === null) return false
  editor.rows.select({ kind: 'source', id: sourceId }, 'only', [])
  focusRow(sourceId)
  return true
}

export function selectSource(editor: Editor, index: number): boolean {
  const source = editor.document.project.sources[index]
  if (source === undefined) return false
  editor.rows.select({ kind: 'source', id: source.id }, 'only', [])
  focusRow(source.id)
  return true
}

function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus()
}

/** After Esc no row is meant any more, but the arrows go on from where the focus is. */
function rowWithFocus(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row']
}
