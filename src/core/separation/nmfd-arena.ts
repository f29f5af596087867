import { AppError } from '../errors'
import { blockComponents, scratchBytes, wideRank, type KernelArrays, type KernelShape } from '../kernels/nmf-kernel'
import { chunkCount, largestArenaBytes, type FactorSnapshot } from './nmf-arena'
import { measuredEvery } from './nmf-schedule'
import type { NmfdProblem } from './nmf-problem'
import { nmfValuesEnd, shapeOfValues, type ValuesShape } from './nmf-values'

const alignment = 64

/**
 * Views of everything of one NMFD, in memory that threads may share; the spectrogram lies before it (NmfValues). For the kernel
 * it is an NMF of rank · lags templates, the columns of the templates one by one, k · lagCount + τ: H holds each activation
 * lagCount times, shifted, `H[n * paddedRank + k * lagCount + τ]` = h_k(n − τ), and 0 before the first column.
 */
export interface NmfdArena {
  readonly shape: KernelShape
  readonly arrays: KernelArrays
  /** see NmfdState in nmfd.ts */
  readonly integers: Int32Array
  /** what the present phase sums up, by chunk */
  readonly chunkSums: Float64Array
  readonly costs: Float64Array
  readonly costIterations: Int32Array
  readonly freeTemplates: Int32Array
  readonly W: Float32Array
  readonly H: Float32Array
  readonly projections: Float32Array
  /** Σ_f of each column of each template */
  readonly heightDenominators: Float32Array
  /** W and H of the last cost that was measured */
  readonly snapshot: FactorSnapshot
}

/** The shape of an NMFD's spectrogram in memory. */
export function shapeOfNmfdValues({ binCount, columnCount }: NmfdProblem): ValuesShape {
  return { binCount, columnCount, channelCount: 1 }
}

function sections(problem: NmfdProblem) {
  const values = shapeOfNmfdValues(problem)
  const { rows, paddedColumns } = shapeOfValues(values)
  const paddedRank = Math.ceil((problem.rank * problem.lagCount) / blockComponents) * blockComponents
  const shape: KernelShape = { rows, paddedRank, beta: 1, hasWeights: false }
  const templates = rows * paddedRank
  const heights = paddedColumns * paddedRank
  const points = Math.ceil(problem.iterationCount / measuredEvery) + 2
  let end = nmfValuesEnd(values)
  const section = (length: number, bytesPerElement: number) => {
    const offset = end
    end = Math.ceil((offset + length * bytesPerElement) / alignment) * alignment
    return { offset, length }
  }
  const layout = {
    integers: section(4, 4),
    chunkSums: section(chunkCount, 8),
    costs: section(points, 8),
    costIterations: section(points, 4),
    freeHeights: section(paddedRank, 4),
    freeTemplates: section(paddedRank, 4),
    W: section(templates, 4),
    templateRows: section(rows * wideRank(paddedRank), 4),
    H: section(heights, 4),
    numerators: section(chunkCount * templates, 4),
    denominators: section(chunkCount * paddedRank, 4),
    heightDenominators: section(paddedRank, 4),
    projections: section(heights, 4),
    snapshotW: section(templates, 4),
    snapshotH: section(heights, 4)
  }
  const threadBytes = Math.ceil(scratchBytes(shape) / alignment) * alignment
  return { shape, layout, templates, scratchOffset: end, threadBytes }
}

/**
 * Bytes of the memory that `nmfdArena` lays out, for so many threads.
 *
 * @throws AppError 'out-of-memory' above 4 GiB
 */
export function nmfdArenaBytes(problem: NmfdProblem, threadCount: number): number {
  const { scratchOffset, threadBytes } = sections(problem)
  const byteLength = scratchOffset + threadCount * threadBytes
  if (byteLength > largestArenaBytes) {
    throw new AppError('out-of-memory', `a factorization of ${byteLength} bytes`, { byteLength })
  }
  return byteLength
}

/**
 * Views of a buffer of at least `nmfdArenaBytes`; each thread makes its own, with its own scratch.
 *
 * @param threadIndex 0 … threadCount − 1
 */
export function nmfdArena(problem: NmfdProblem, buffer: ArrayBufferLike, threadIndex: number): NmfdArena {
  const { shape, layout, templates, scratchOffset, threadBytes } = sections(problem)
  const scratch = scratchOffset + threadIndex * threadBytes
  if (scratch + threadBytes > buffer.byteLength) {
    throw new AppError('shape-mismatch', `an arena of ${buffer.byteLength} bytes`, { byteLength: buffer.byteLength })
  }
  const floats = ({ offset, length }: { offset: number; length: number }) => new Float32Array(buffer, offset, length)
  const integers = ({ offset, length }: { offset: number; length: number }) => new Int32Array(buffer, offset, length)
  const doubles = ({ offset, length }: { offset: number; length: number }) => new Float64Array(buffer, offset, length)
  return {
    shape,
    arrays: {
      V: shapeOfValues(shapeOfNmfdValues(problem)).offset,
      weights: 0,
      W: layout.W.offset,
      templateRows: layout.templateRows.offset,
      H: layout.H.offset,
      numerators: layout.numerators.offset,
      numeratorStride: 4 * templates,
      denominators: layout.denominators.offset,
      denominatorStride: 4 * shape.paddedRank,
      heightDenominators: layout.heightDenominators.offset,
      projections: layout.projections.offset,
      projectedDenominators: 0,
      freeHeights: layout.freeHeights.offset,
      freeTemplates: layout.freeTemplates.offset,
      scratch
    },
    integers: integers(layout.integers),
    chunkSums: doubles(layout.chunkSums),
    costs: doubles(layout.costs),
    costIterations: integers(layout.costIterations),
    freeTemplates: integers(layout.freeTemplates),
    W: floats(layout.W),
    H: floats(layout.H),
    projections: floats(layout.projections),
    heightDenominators: floats(layout.heightDenominators),
    snapshot: { W: floats(layout.snapshotW), H: floats(layout.snapshotH) }
  }
}
