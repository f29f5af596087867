import type { PlannedJob } from './jobs'

/** What part of a run each job is: jobs take their work out of an estimated total, in order. */
export type WorkMeter = (work: number) => Pick<PlannedJob, 'from' | 'to'>

/** @param total of the work that is to come, in any unit; when it was estimated too low the last jobs stand at 1 */
export function createWorkMeter(total: number): WorkMeter {
  let done = 0
  return (work) => {
    const from = Math.min(1, done / total)
    done += work
    return { from, to: Math.min(1, done / total) }
  }
}

/** Work to analyse columns, in updates of one column of one component; measured: the transform takes as long as about 130. */
export function analysisWork(columnCount: number, channelCount: number): number {
  return 130 * columnCount * channelCount
}

/** Work of a factorization, in the same unit; templates that stay save about half. */
export function factorizationWork(options: {
  columnCount: number
  channelCount: number
  rank: number
  iterationCount: number
  isFixed?: boolean
}): number {
  const { columnCount, channelCount, rank, iterationCount, isFixed = false } = options
  return (isFixed ? 0.6 : 1) * columnCount * channelCount * (rank + 4) * iterationCount
}
