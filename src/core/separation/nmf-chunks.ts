import { runCoarseChunk, runSumChunk } from './coarse-start'
import { chunkColumns, sweepInRuns } from './nmf-sweeps'
import { passExponent, passIterations, type NmfContext } from './nmf-context'
import { normaliseColumns } from './nmf-normalise'
import { penaliseHeights } from './nmf-penalties'
import { runSampleChunk } from './nmf-sample'
import { keepHeights } from './nmf-snapshots'

/**
 * Does one chunk of the present phase. Ends early when asked to stop.
 *
 * @returns what the phase sums up: Σ λ·V^β, or the divergence before the phase where it is measured
 */
export function runNmfChunk(context: NmfContext, chunk: number, shouldStop: () => boolean): number {
  const { problem, schedule, values, arena, state, kernel } = context
  const { measures } = state
  const columns = chunkColumns(problem.columnCount, chunk)
  const exponent = passExponent(context)
  const pass = { ...columns, heightUpdates: 1, slot: null, exponent, measures }
  const slot = schedule.hasFreeTemplates ? chunk : null
  if (measures) keepHeights(arena, state, columns.first, columns.end)
  switch (state.phase) {
    case 'normalising':
      return normaliseColumns(values, arena, columns)
    case 'summing':
      runSumChunk(context, chunk)
      return 0
    case 'coarse':
      runCoarseChunk(context, chunk)
      return 0
    case 'sample':
      runSampleChunk(context, chunk)
      return 0
    case 'update':
      if (slot !== null) kernel.clearSlot(slot)
      return sweepInRuns(kernel, { ...pass, mode: 'update', slot, heightUpdates: passIterations(context) }, shouldStop)
    case 'project':
      return sweepInRuns(kernel, { ...pass, mode: 'project' }, shouldStop)
    case 'penalise':
      penaliseHeights({ problem, arena, normaliser: state.normaliser, exponent, ...columns })
      return 0
    case 'accumulate':
      if (schedule.isPenalised) takeProjections(context, chunk)
      if (slot === null) return 0
      kernel.clearSlot(slot)
      return sweepInRuns(kernel, { ...pass, mode: 'accumulate', slot }, shouldStop)
    case 'closing':
      return sweepInRuns(kernel, { ...pass, mode: 'measure' }, shouldStop)
    case 'done':
      return 0
  }
}

/** The new H was written where the ratios were, for neighbours still needed the former one. */
function takeProjections({ problem, arena }: NmfContext, chunk: number): void {
  const { first, end } = chunkColumns(problem.columnCount, chunk)
  const { paddedRank } = arena.shape
  const from = first * paddedRank
  const to = Math.min(end, problem.columnCount) * paddedRank
  if (from < to) arena.H.set(arena.projections.subarray(from, to), from)
}
