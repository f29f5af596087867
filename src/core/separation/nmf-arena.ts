import { AppError } from '../errors'
import {
  blockComponents,
  denominatorForm,
  scratchBytes,
  wideRank,
  type DenominatorForm,
  type KernelArrays,
  type KernelShape
} from '../kernels/nmf-kernel'
import { snapBeta } from '../kernels/divergence'
import { coarseArena, coarseArenaEnd, coarseScratchBytes, type CoarseStageArena } from './coarse-arena'
import { hasPenalties, type NmfProblem } from './nmf-problem'
import { costPointLimit } from './nmf-schedule'
import { nmfValuesEnd, shapeOfValues } from './nmf-values'

/** Columns are shared out in this many chunks whatever the number of threads: so the result is the same to the last bit. */
export const chunkCount = 16

/** A WebAssembly.Memory of 32 bits has no more. */
export const largestArenaBytes = 2 ** 32

const alignment = 64

/** Views of everything of one factorization, in memory that threads may share; the spectrogram lies before it (NmfValues). */
export interface NmfArena {
  readonly shape: KernelShape
  readonly arrays: KernelArrays
  /** integers of the state, see NmfState */
  readonly integers: Int32Array
  /** numbers of the state, see NmfState */
  readonly numbers: Float64Array
  /** what the present phase sums up, by chunk */
  readonly chunkSums: Float64Array
  readonly costs: Float64Array
  readonly costIterations: Int32Array
  readonly freeHeights: Int32Array
  readonly freeTemplates: Int32Array
  readonly W: Float32Array
  readonly H: Float32Array
  /** of slot 0, where the slots are added up */
  readonly numerators: Float32Array
  readonly denominators: Float32Array
  readonly heightDenominators: Float32Array
  /** empty unless there are penalties */
  readonly projections: Float32Array
  readonly projectedDenominators: Float32Array
  /** five numbers for each component, see ActivationStatistics; empty unless there are penalties */
  readonly statistics: Float64Array
  /** W and H of the last cost that was accepted, and those whose cost is being measured */
  readonly snapshots: readonly [FactorSnapshot, FactorSnapshot]
  /** empty if there are none */
  readonly weights: Float32Array
  /** by stage; empty unless it starts on coarser cells */
  readonly coarse: readonly CoarseStageArena[]
}

export interface FactorSnapshot {
  readonly W: Float32Array
  readonly H: Float32Array
}

export function kernelShape(problem: NmfProblem): KernelShape {
  return {
    rows: shapeOfValues(problem).rows,
    paddedRank: Math.ceil(problem.rank / blockComponents) * blockComponents,
    beta: snapBeta(problem.beta),
    hasWeights: problem.weights !== null
  }
}

interface Section {
  readonly offset: number
  readonly length: number
}

function sections(problem: NmfProblem) {
  const shape = kernelShape(problem)
  const { rows, paddedRank } = shape
  const { paddedColumns } = shapeOfValues(problem)
  const templates = rows * paddedRank
  const heights = paddedColumns * paddedRank
  const form = kernelForm(shape)
  const denominators = { sums: paddedRank, gram: paddedRank ** 2, full: templates }[form]
  const points = costPointLimit(problem)
  const penalised = hasPenalties(problem)
  let end = nmfValuesEnd(problem)
  const section = (length: number, bytesPerElement: number): Section => {
    const offset = end
    end = Math.ceil((offset + length * bytesPerElement) / alignment) * alignment
    return { offset, length }
  }
  const layout = {
    integers: section(16, 4),
    numbers: section(8, 8),
    chunkSums: section(chunkCount, 8),
    costs: section(points, 8),
    costIterations: section(points, 4),
    freeHeights: section(paddedRank, 4),
    freeTemplates: section(paddedRank, 4),
    W: section(templates, 4),
    templateRows: section(rows * wideRank(paddedRank), 4),
    H: section(heights, 4),
    numerators: section(chunkCount * templates, 4),
    denominators: section(chunkCount * denominators, 4),
    heightDenominators: section(form === 'gram' ? paddedRank ** 2 : paddedRank, 4),
    projections: section(penalised ? heights : 0, 4),
    projectedDenominators: section(penalised && form === 'full' ? heights : 0, 4),
    statistics: section(penalised ? 5 * paddedRank : 0, 8),
    snapshots: [
      { W: section(templates, 4), H: section(heights, 4) },
      { W: section(templates, 4), H: section(heights, 4) }
    ],
    weights: section(problem.weights ? rows * paddedColumns : 0, 4)
  } as const
  const coarseOffset = end
  return { shape, layout, denominators, templates, coarseOffset, scratchOffset: coarseArenaEnd(problem, coarseOffset) }
}

/**
 * Bytes of the memory that `nmfArena` lays out: the spectrogram, then everything of the problem, then each thread's scratch.
 *
 * @throws AppError 'out-of-memory' above 4 GiB
 */
export function arenaBytes(problem: NmfProblem, threadCount: number): number {
  const { shape, scratchOffset } = sections(problem)
  const byteLength = scratchOffset + threadCount * paddedScratchBytes(problem, shape)
  if (byteLength > largestArenaBytes) {
    throw new AppError('out-of-memory', `a factorization of ${byteLength} bytes`, { byteLength })
  }
  return byteLength
}

function paddedScratchBytes(problem: NmfProblem, shape: KernelShape): number {
  return Math.ceil(Math.max(scratchBytes(shape), coarseScratchBytes(problem)) / alignment) * alignment
}

/**
 * Views of a buffer of at least `arenaBytes`; each thread makes its own, with its own scratch.
 *
 * @param threadIndex 0 … threadCount − 1
 */
export function nmfArena(problem: NmfProblem, buffer: ArrayBufferLike, threadIndex: number): NmfArena {
  const { shape, layout, denominators, templates, coarseOffset, scratchOffset } = sections(problem)
  const scratch = scratchOffset + threadIndex * paddedScratchBytes(problem, shape)
  if (scratch + paddedScratchBytes(problem, shape) > buffer.byteLength) {
    throw new AppError('shape-mismatch', `an arena of ${buffer.byteLength} bytes`, { byteLength: buffer.byteLength })
  }
  const integers = ({ offset, length }: Section): Int32Array => new Int32Array(buffer, offset, length)
  const floats = ({ offset, length }: Section): Float32Array => new Float32Array(buffer, offset, length)
  const doubles = ({ offset, length }: Section): Float64Array => new Float64Array(buffer, offset, length)
  const snapshot = (index: 0 | 1): FactorSnapshot => ({
    W: floats(layout.snapshots[index].W),
    H: floats(layout.snapshots[index].H)
  })
  return {
    shape,
    arrays: {
      V: shapeOfValues(problem).offset,
      weights: problem.weights ? layout.weights.offset : 0,
      W: layout.W.offset,
      templateRows: layout.templateRows.offset,
      H: layout.H.offset,
      numerators: layout.numerators.offset,
      numeratorStride: 4 * templates,
      denominators: layout.denominators.offset,
      denominatorStride: 4 * denominators,
      heightDenominators: layout.heightDenominators.offset,
      projections: layout.projections.length > 0 ? layout.projections.offset : 0,
      projectedDenominators: layout.projectedDenominators.length > 0 ? layout.projectedDenominators.offset : 0,
      freeHeights: layout.freeHeights.offset,
      freeTemplates: layout.freeTemplates.offset,
      scratch
    },
    integers: integers(layout.integers),
    numbers: doubles(layout.numbers),
    chunkSums: doubles(layout.chunkSums),
    costs: doubles(layout.costs),
    costIterations: integers(layout.costIterations),
    freeHeights: integers(layout.freeHeights),
    freeTemplates: integers(layout.freeTemplates),
    W: floats(layout.W),
    H: floats(layout.H),
    numerators: floats({ ...layout.numerators, length: templates }),
    denominators: floats({ ...layout.denominators, length: denominators }),
    heightDenominators: floats(layout.heightDenominators),
    projections: floats(layout.projections),
    projectedDenominators: floats(layout.projectedDenominators),
    statistics: doubles(layout.statistics),
    snapshots: [snapshot(0), snapshot(1)],
    weights: floats(layout.weights),
    coarse: coarseArena(problem, buffer, coarseOffset, scratch)
  }
}

export function kernelForm({ beta, hasWeights }: KernelShape): DenominatorForm {
  return denominatorForm(beta, hasWeights)
}

/** Where f of W's or a template sum's component k lies: packed in blocks of eight rows. */
export function templateIndex(paddedRank: number, row: number, k: number): number {
  return ((row >> 3) * paddedRank + k) * 8 + (row & 7)
}
