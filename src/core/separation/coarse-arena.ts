import {
  blockComponents,
  blockRows,
  scratchBytes,
  tileColumns,
  wideRank,
  type KernelArrays,
  type KernelShape
} from '../kernels/nmf-kernel'
import { coarseSchedule, type CoarseStage } from './coarse-schedule'
import type { NmfProblem } from './nmf-problem'

/** The passes of a coarse start are shared out in this many chunks whatever the number of threads. */
export const coarseChunkCount = 8

const alignment = 64

/** Views of one stage's arrays; stages on one grid share V. */
export interface CoarseStageArena {
  readonly stage: CoarseStage
  readonly shape: KernelShape
  readonly arrays: KernelArrays
  readonly paddedColumns: number
  readonly V: Float32Array
  readonly W: Float32Array
  readonly H: Float32Array
  readonly freeHeights: Int32Array
  readonly freeTemplates: Int32Array
}

function coarseShape({ grid, rank }: CoarseStage): KernelShape {
  return {
    rows: Math.ceil(grid.binCount / blockRows) * blockRows,
    paddedRank: Math.ceil(rank / blockComponents) * blockComponents,
    beta: 1,
    hasWeights: false
  }
}

function layout(problem: NmfProblem, offset: number) {
  const stages = coarseSchedule(problem)?.stages ?? []
  let end = Math.ceil(offset / alignment) * alignment
  const section = (length: number): number => {
    const start = end
    end = Math.ceil((end + 4 * length) / alignment) * alignment
    return start
  }
  const magnitudes = new Map<CoarseStage['grid'], number>()
  const places = stages.map((stage) => {
    const shape = coarseShape(stage)
    const { rows, paddedRank } = shape
    const paddedColumns = Math.ceil(stage.grid.columnCount / tileColumns) * tileColumns
    const templates = rows * paddedRank
    const V = magnitudes.get(stage.grid) ?? section(rows * paddedColumns)
    magnitudes.set(stage.grid, V)
    const arrays = {
      V,
      weights: 0,
      W: section(templates),
      templateRows: section(rows * wideRank(paddedRank)),
      H: section(paddedColumns * paddedRank),
      numerators: section(coarseChunkCount * templates),
      numeratorStride: 4 * templates,
      denominators: section(coarseChunkCount * paddedRank),
      denominatorStride: 4 * paddedRank,
      heightDenominators: section(paddedRank),
      projections: 0,
      projectedDenominators: 0,
      freeHeights: section(paddedRank),
      freeTemplates: section(paddedRank)
    }
    return { stage, shape, paddedColumns, arrays }
  })
  return { places, end }
}

/** Where the memory of a coarse start ends that begins at an offset; there, if the problem has none. */
export function coarseArenaEnd(problem: NmfProblem, offset: number): number {
  return layout(problem, offset).end
}

/** Scratch that a thread needs for any stage. */
export function coarseScratchBytes(problem: NmfProblem): number {
  return Math.max(0, ...(coarseSchedule(problem)?.stages ?? []).map((stage) => scratchBytes(coarseShape(stage))))
}

/** @param scratch where this thread's lies */
export function coarseArena(
  problem: NmfProblem,
  buffer: ArrayBufferLike,
  offset: number,
  scratch: number
): CoarseStageArena[] {
  return layout(problem, offset).places.map(({ stage, shape, paddedColumns, arrays }) => {
    const floats = (start: number, length: number): Float32Array => new Float32Array(buffer, start, length)
    const { rows, paddedRank } = shape
    return {
      stage,
      shape,
      paddedColumns,
      arrays: { ...arrays, scratch },
      V: floats(arrays.V, rows * paddedColumns),
      W: floats(arrays.W, rows * paddedRank),
      H: floats(arrays.H, paddedColumns * paddedRank),
      freeHeights: new Int32Array(buffer, arrays.freeHeights, paddedRank),
      freeTemplates: new Int32Array(buffer, arrays.freeTemplates, paddedRank)
    }
  })
}
