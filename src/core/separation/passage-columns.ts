import { AppError } from '../errors'
import type { StftLayout } from '../spectral/stft-layout'
import type { ColumnRun } from './jobs'

/** A stretch of a recording in which something plays alone. */
export interface Passage {
  readonly startSeconds: number
  readonly endSeconds: number
}

const leastPassageColumns = 4

/**
 * The columns whose middle lies in a passage.
 *
 * @throws AppError 'invalid-argument' {problem} when it is not within the recording, or has fewer than four columns
 */
export function columnsOfPassage(
  { startSeconds, endSeconds }: Passage,
  layout: StftLayout,
  sampleRate: number
): ColumnRun {
  const { hopSamples, windowSamples, lengthSamples, columnCount } = layout
  const durationSeconds = lengthSamples / sampleRate
  // the end of a selection is rounded somewhere: a hop beyond the recording is not worth an error
  if (startSeconds >= durationSeconds || endSeconds > durationSeconds + hopSamples / sampleRate) {
    throw new AppError('invalid-argument', `passage ${startSeconds} … ${endSeconds} of ${durationSeconds} s`, {
      problem: `the passage from ${seconds(startSeconds)} to ${seconds(endSeconds)} is not within the recording, which is ${seconds(durationSeconds)} long`,
      startSeconds,
      endSeconds,
      durationSeconds
    })
  }
  const columnAt = (time: number): number => {
    const column = Math.ceil((time * sampleRate + windowSamples / 2) / hopSamples - 1)
    return Math.min(columnCount, Math.max(0, column))
  }
  const first = columnAt(startSeconds)
  const count = columnAt(endSeconds) - first
  if (count < leastPassageColumns) {
    const leastSeconds = (leastPassageColumns * hopSamples) / sampleRate
    throw new AppError('invalid-argument', `a passage of ${count} columns is too short`, {
      problem: `the passage from ${seconds(startSeconds)} to ${seconds(endSeconds)} is too short to learn from; it takes at least ${seconds(leastSeconds)} with this window`,
      startSeconds,
      endSeconds,
      columnCount: Math.max(0, count)
    })
  }
  return { first, count }
}

/** A time for a sentence. */
export function seconds(value: number): string {
  return `${Number(value.toFixed(3))} s`
}
