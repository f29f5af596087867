import { stripOf } from '../row-actions'
import type { Condition } from './command'

/** A row that undo took away is none. */
export const needsRow: Condition = {
  isMet: (editor) => stripOf(editor, editor.rows.focused) !== null,
  reason: 'Select a source or a component first.'
}

export const needsSourceRow: Condition = {
  isMet: (editor) => needsRow.isMet(editor) && editor.rows.focused?.kind === 'source',
  reason: 'Select a source first.'
}

/** The list's place of the focus after Esc, when no row is meant. */
export const needsRows: Condition = {
  isMet: (editor) => editor.document.project.components.length > 0,
  reason: 'Separate the recording first.'
}
