import { tileColumns } from '../kernels/nmf-kernel'
import { coarseChunkCount } from './coarse-arena'
import { mergeCoarseFactors, refineCoarseFactors, spreadCoarseFactors, startCoarseFactors } from './coarse-factors'
import { sumCells } from './coarse-values'
import type { NmfContext } from './nmf-context'

/*
 * A factorization begins on sums of neighbouring cells. With β = 1 magnitudes are taken as counts, and sums of counts have the sums
 * of the model: W·H on the coarse grid, with the sums of templates and activations. There it is several times too cheap to be in
 * need of a good start, so that it begins with twice the components and merges those that are alike, which ends in better minima
 * than as many random ones. Then the factors go to a finer grid and at last to all cells.
 *
 * See Ueda, Nakano, Ghahramani & Hinton 2000, Neural Computation 12(9), for merging as a way out of local minima.
 */

/** Does one chunk of the summing of cells. */
export function runSumChunk({ values, arena: { coarse } }: NmfContext, chunk: number): void {
  sumCells(values, coarse[0], coarse[coarse.length - 1], chunk)
}

/** Does one chunk of a pass of the present stage. */
export function runCoarseChunk(context: NmfContext, chunk: number): void {
  const { arena, state, kernel } = context
  const tileCount = arena.coarse[state.coarseStage].paddedColumns / tileColumns
  const first = Math.floor((chunk * tileCount) / coarseChunkCount) * tileColumns
  const end = Math.floor(((chunk + 1) * tileCount) / coarseChunkCount) * tileColumns
  const mode = isSpreading(context) ? 'accumulate' : 'update'
  kernel.clearSlot(chunk)
  const exponent = coarseExponent(context)
  kernel.sweep({ mode, first, end, slot: chunk, heightUpdates: 1, exponent, measures: false })
}

/** Opens the first stage, once all cells are summed. */
export function beginCoarseStart({ problem, arena, state }: NmfContext): void {
  startCoarseFactors(problem, arena, arena.coarse[0])
  state.coarseStage = 0
  state.coarsePass = 0
}

/**
 * Updates the templates after a pass, and opens the next stage after the last of them. The kernel is to be prepared after it.
 *
 * @returns whether the start is over: W and H then are of all cells
 */
export function finishCoarsePass(context: NmfContext): boolean {
  const { problem, values, arena, state, kernel } = context
  const { coarse } = arena
  kernel.reduceSlots(coarseChunkCount)
  kernel.updateTemplates({ exponent: coarseExponent(context) })
  state.coarsePass++
  const source = coarse[state.coarseStage]
  if (state.coarsePass < source.stage.passes) return false
  if (state.coarseStage === coarse.length - 1) {
    spreadCoarseFactors(problem, values, source, arena)
    return true
  }
  const target = coarse[state.coarseStage + 1]
  if (target.stage.grid === source.stage.grid) mergeCoarseFactors(source, target)
  else refineCoarseFactors(problem, values, source, target)
  state.coarseStage++
  state.coarsePass = 0
  return false
}

/** Templates that come from coarser bins find their shape within them first: the activations know more than they do. */
function isSpreading({ arena: { coarse }, state }: NmfContext): boolean {
  const { coarseStage, coarsePass } = state
  const isFiner = coarseStage > 0 && coarse[coarseStage].stage.grid !== coarse[coarseStage - 1].stage.grid
  return coarsePass === 0 && isFiner
}

function coarseExponent({ schedule, arena: { coarse }, state }: NmfContext): number {
  const { gentlePasses } = coarse[state.coarseStage].stage
  return state.coarsePass < gentlePasses ? schedule.classicalExponent : schedule.exponent
}
