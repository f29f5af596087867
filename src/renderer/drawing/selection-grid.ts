import { hertzToKey, keyToHertz } from './frequency-axis'
import type { Point, SelectionBox } from './selection-box'
import { columnCentreSeconds, secondsToColumn, type ColumnTiming } from './time-view'

/** One column of the spectrogram and one semitone; both may be thought of as a cell from half before to half after. */
export interface Cell {
  readonly column: number
  /** MIDI key number */
  readonly key: number
}

export function cellAt({ seconds, hertz }: Point, timing: ColumnTiming): Cell {
  return { column: Math.round(secondsToColumn(seconds, timing)), key: Math.round(hertzToKey(Math.max(1, hertz))) }
}

export function cellCentre({ column, key }: Cell, timing: ColumnTiming): Point {
  return { seconds: columnCentreSeconds(column, timing), hertz: keyToHertz(key) }
}

/** The nearest border between two columns. */
export function snapSeconds(seconds: number, timing: ColumnTiming): number {
  return columnCentreSeconds(Math.round(secondsToColumn(seconds, timing) + 0.5) - 0.5, timing)
}

/** The nearest border between two semitones: a box snapped to it holds whole notes. */
export function snapHertz(hertz: number): number {
  return keyToHertz(Math.round(hertzToKey(Math.max(1, hertz)) + 0.5) - 0.5)
}

/** All cells between two, both of them included. */
export function boxOfCells(a: Cell, b: Cell, timing: ColumnTiming): SelectionBox {
  return {
    time: {
      startSeconds: Math.max(0, columnCentreSeconds(Math.min(a.column, b.column) - 0.5, timing)),
      endSeconds: columnCentreSeconds(Math.max(a.column, b.column) + 0.5, timing)
    },
    band: { lowHertz: keyToHertz(Math.min(a.key, b.key) - 0.5), highHertz: keyToHertz(Math.max(a.key, b.key) + 0.5) }
  }
}
