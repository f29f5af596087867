import type { Editor } from '../../editor/editor.svelte'
import type { RowKey } from '../../editor/rows.svelte'

/** A click on a row: alone, with Ctrl or Cmd one more, with Shift all between. */
export function selectRow(editor: Editor, row: RowKey, event: MouseEvent): void {
  const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only'
  editor.rows.select(row, how, editor.visibleRows)
}
