import { tileColumns, type ColumnRange, type NmfKernel, type SweepOptions } from '../kernels/nmf-kernel'
import { chunkCount } from './nmf-arena'

/** So many columns are swept between two looks at whether to stop. */
const runColumns = 4 * tileColumns

/** The columns of one of the chunks of a pass over all of them: whole tiles. */
export function chunkColumns(columnCount: number, chunk: number): ColumnRange {
  const tileCount = Math.ceil(columnCount / tileColumns)
  return {
    first: Math.floor((chunk * tileCount) / chunkCount) * tileColumns,
    end: Math.floor(((chunk + 1) * tileCount) / chunkCount) * tileColumns
  }
}

/** Sweeps a long range in runs; ends early when asked to stop. @returns Σ of what the sweeps return */
export function sweepInRuns(kernel: NmfKernel, options: SweepOptions, shouldStop: () => boolean): number {
  let sum = 0
  for (let first = options.first; first < options.end && !shouldStop(); first += runColumns) {
    sum += kernel.sweep({ ...options, first, end: Math.min(options.end, first + runColumns) })
  }
  return sum
}
