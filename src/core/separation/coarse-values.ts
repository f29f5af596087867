import { coarseChunkCount, type CoarseStageArena } from './coarse-arena'
import { binGroup, firstBin } from './coarse-grid'
import type { NmfValues } from './nmf-values'

/**
 * Adds V up on the finer grid and from there on the coarser one, whose groups of bins are whole ones of the finer and whose columns
 * are the same, for one chunk of those columns.
 */
export function sumCells(values: NmfValues, coarsest: CoarseStageArena, finer: CoarseStageArena, chunk: number): void {
  // the padding of both grids is cleared as well
  const first = Math.floor((chunk * finer.paddedColumns) / coarseChunkCount)
  const end = Math.floor(((chunk + 1) * finer.paddedColumns) / coarseChunkCount)
  clearColumns(finer, first, end)
  clearColumns(coarsest, first, end)
  const { columnsPerGroup } = finer.stage.grid
  const fineEnd = Math.min(values.shape.columnCount, end * columnsPerGroup)
  for (let n = first * columnsPerGroup; n < fineEnd; n++) {
    addFineColumn(values, n, finer, Math.floor(n / columnsPerGroup))
  }
  const groups = groupsOfFiner(finer, coarsest)
  for (let column = first; column < end; column++) addFinerColumn(finer, coarsest, column, groups)
}

function clearColumns({ V, shape }: CoarseStageArena, first: number, end: number): void {
  if (first < end) V.fill(0, first * shape.rows, end * shape.rows)
}

/** All of V goes through here, and on its first run: written so that the engine compiles it at once, in runs of four bins. */
function addFineColumn({ V, shape, paddedBins }: NmfValues, n: number, target: CoarseStageArena, column: number): void {
  const { singleBins, binsPerGroup } = target.stage.grid
  const sums = target.V
  const from = n * paddedBins
  const to = column * target.shape.rows
  const end = from + shape.binCount
  for (let f = 0; f < singleBins; f++) sums[to + f] += V[from + f]
  let at = from + singleBins
  let group = to + singleBins
  const wholeEnd = binsPerGroup === 4 ? end - 3 : 0
  for (; at < wholeEnd; at += 4) sums[group++] += V[at] + V[at + 1] + (V[at + 2] + V[at + 3])
  for (let i = 0; at < end; at++, i++) sums[group + Math.floor(i / binsPerGroup)] += V[at]
}

function addFinerColumn(source: CoarseStageArena, target: CoarseStageArena, column: number, groups: Int32Array): void {
  const from = column * source.shape.rows
  const to = column * target.shape.rows
  for (let g = 0; g < groups.length; g++) target.V[to + groups[g]] += source.V[from + g]
}

/** The coarser grid's group of each of the finer one's. */
function groupsOfFiner(finer: CoarseStageArena, coarsest: CoarseStageArena): Int32Array {
  const { grid } = finer.stage
  return Int32Array.from({ length: grid.binCount }, (_, g) =>
    binGroup(coarsest.stage.grid, firstBin(grid, g, Infinity))
  )
}
