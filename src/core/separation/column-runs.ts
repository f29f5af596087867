import { createRandom } from '../math/random'
import type { ColumnRun } from './jobs'

/** Samples of a recording are taken in runs of so many neighbouring columns, the tiles of the kernels. */
export const runColumns = 16

/**
 * An even sample of the columns [first, first + count): one run of 16 out of every m, with the smallest m that keeps it within
 * the limit. Which of the m it is, is drawn: a fixed step could fall in with the beat of the music.
 *
 * @param columnLimit at least one run is taken whatever it is
 * @returns           one run of all the columns when they are within the limit
 */
export function sampleRuns(options: ColumnRun & { columnLimit: number; seed: number }): ColumnRun[] {
  const { first, count, columnLimit, seed } = options
  if (count <= columnLimit) return [{ first, count }]
  const random = createRandom(seed)
  const runCount = Math.ceil(count / runColumns)
  const step = Math.ceil(runCount / Math.max(1, Math.floor(columnLimit / runColumns)))
  return Array.from({ length: Math.ceil(runCount / step) }, (_, group) => {
    const choices = Math.min(step, runCount - group * step)
    const start = (group * step + Math.floor(random() * choices)) * runColumns
    return { first: first + start, count: Math.min(runColumns, count - start) }
  })
}

/** All columns in blocks of about the same length, whole runs of 16, none above the limit unless that is less than one run. */
export function columnBlocks(columnCount: number, columnLimit: number): ColumnRun[] {
  const runCount = Math.ceil(columnCount / runColumns)
  const blockCount = Math.ceil(runCount / Math.max(1, Math.floor(columnLimit / runColumns)))
  return Array.from({ length: blockCount }, (_, block) => {
    const first = Math.floor((block * runCount) / blockCount) * runColumns
    const end = Math.min(columnCount, Math.floor(((block + 1) * runCount) / blockCount) * runColumns)
    return { first, count: end - first }
  })
}

/** Numbers of all columns of the runs, in order. */
export function columnsOf(runs: readonly ColumnRun[]): number[] {
  return runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i))
}

export function countColumns(runs: readonly ColumnRun[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0)
}
