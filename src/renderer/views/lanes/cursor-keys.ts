import { boxOfCells, type Cell } from '../../drawing/selection-grid'
import type { ColumnTiming } from '../../drawing/time-view'
import type { Timeline } from '../../editor/timeline.svelte'

const leapColumns = 10
const octave = 12
const lowestKey = 4
const highestKey = 135

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>

/** The cell that an arrow key leads to, with Ctrl ten columns or an octave on; null for any other key. */
export function moveCell(from: Cell, event: Pressed, grid: ColumnTiming & { columnCount: number }): Cell | null {
  const isLeap = event.ctrlKey || event.metaKey
  const columns = isLeap ? leapColumns : 1
  const keys = isLeap ? octave : 1
  const by = { ArrowLeft: [-columns, 0], ArrowRight: [columns, 0], ArrowUp: [0, keys], ArrowDown: [0, -keys] }[
    event.key
  ]
  if (by === undefined) return null
  return {
    column: Math.min(Math.max(0, from.column + by[0]!), grid.columnCount - 1),
    key: Math.min(Math.max(lowestKey, from.key + by[1]!), highestKey)
  }
}

export function selectCells(timeline: Timeline, from: Cell, to: Cell, grid: ColumnTiming): void {
  const { time, band } = boxOfCells(from, to, grid)
  timeline.select({ ...time, endSeconds: Math.min(time.endSeconds, timeline.durationSeconds) }, band)
}
