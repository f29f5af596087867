import type { AnalyseJob, ColumnRun } from '@core/separation/jobs'
import { decideScale, scaleColumns, writeColumns, type NmfValues, type ValuesShape } from '@core/separation/nmf-values'
import { MagnitudeMasking } from '@core/separation/magnitude-masking'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import type { StftLayout } from '@core/spectral/stft-layout'
import type { SampleSource } from '@core/audio/sample-source'
import type { Phases } from './phase-loop'

const chunkColumns = 32

/** What V will hold. */
export function analysedShape({ runs, isJoint }: AnalyseJob, layout: StftLayout, channelCount: number): ValuesShape {
  const columnCount = runs.reduce((sum, { count }) => sum + count, 0)
  return { binCount: layout.binCount, columnCount, channelCount: isJoint ? channelCount : 1 }
}

export function analysisChunkCount({ columnCount }: Pick<ValuesShape, 'columnCount'>): number {
  return Math.ceil(columnCount / chunkColumns)
}

/**
 * Computes the magnitudes of an analysis, then scales them to mean 1: two phases.
 *
 * @param phase one integer that all threads share, 0 at the start
 */
export function analysisPhases(options: {
  job: AnalyseJob
  source: SampleSource
  layout: StftLayout
  values: NmfValues
  phase: Int32Array
}): Phases {
  const { job, source, layout, values, phase } = options
  const { columnCount } = values.shape
  const analysis = new MagnitudeAnalysis(source, layout)
  const magnitudes = new Float32Array(chunkColumns * values.shape.channelCount * layout.binCount)
  const chunkCount = analysisChunkCount(values.shape)
  const masking = job.mask ? new MagnitudeMasking(job.mask) : null

  const measure = (first: number, count: number): void => {
    let at = 0
    for (const run of runsBetween(job.runs, first, first + count)) {
      if (job.isJoint) analysis.computeChannels(run.first, run.count, magnitudes, at)
      else analysis.compute(run.first, run.count, magnitudes, at)
      for (let n = 0; n < run.count; n++, at += values.shape.channelCount * layout.binCount) {
        masking?.apply(run.first + n, values.shape.channelCount, magnitudes, at)
      }
    }
    writeColumns(values, first, count, magnitudes)
  }

  return {
    chunkCount,
    get isDone() {
      return Atomics.load(phase, 0) === 2
    },
    runChunk(chunk) {
      const first = chunk * chunkColumns
      const count = Math.min(chunkColumns, columnCount - first)
      if (Atomics.load(phase, 0) === 0) measure(first, count)
      else scaleColumns(values, first, count)
    },
    finishPhase() {
      if (Atomics.add(phase, 0, 1) === 0) decideScale(values)
      return null
    }
  }
}

/** The parts of the runs that are columns [first, end) of V. */
function runsBetween(runs: readonly ColumnRun[], first: number, end: number): ColumnRun[] {
  const parts: ColumnRun[] = []
  let start = 0
  for (const run of runs) {
    const from = Math.max(first, start)
    const to = Math.min(end, start + run.count)
    if (to > from) parts.push({ first: run.first + from - start, count: to - from })
    start += run.count
    if (start >= end) break
  }
  return parts
}
