import {
  blockComponents,
  blockRows,
  denominatorForm,
  scratchBytes,
  tileColumns,
  wideRank,
  type KernelArrays,
  type KernelShape
} from '@core/kernels/nmf-kernel'
import { createRandom } from '@core/math/random'

/** A small factorization in a kernel's memory. */
export interface KernelProblem {
  readonly bins: number
  readonly columns: number
  readonly rank: number
  readonly beta: number
  readonly hasWeights: boolean
  readonly slotCount: number
  readonly seed: number
}

export interface KernelMemory {
  readonly memory: WebAssembly.Memory
  readonly arrays: KernelArrays
  readonly shape: KernelShape
  /** with the padding */
  readonly columns: number
}

const pageBytes = 65_536

/** Zeroed memory with room for every array, and nothing else in it: not a byte more than the last page needs. */
export function layOut(problem: KernelProblem): KernelMemory {
  const shape: KernelShape = {
    rows: roundUp(problem.bins, blockRows),
    paddedRank: roundUp(problem.rank, blockComponents),
    beta: problem.beta,
    hasWeights: problem.hasWeights
  }
  const columns = roundUp(problem.columns, tileColumns)
  const templateCount = shape.rows * shape.paddedRank
  const form = denominatorForm(shape.beta, shape.hasWeights)
  const denominatorCount = { sums: shape.paddedRank, gram: shape.paddedRank ** 2, full: templateCount }[form]
  let end = 0
  const take = (byteCount: number): number => {
    const first = end
    end = roundUp(first + byteCount, 16)
    return first
  }
  const arrays: KernelArrays = {
    W: take(4 * templateCount),
    templateRows: take(4 * shape.rows * wideRank(shape.paddedRank)),
    V: take(4 * shape.rows * columns),
    weights: problem.hasWeights ? take(4 * shape.rows * columns) : 0,
    H: take(4 * shape.paddedRank * columns),
    numerators: take(4 * templateCount * problem.slotCount),
    numeratorStride: 4 * templateCount,
    denominators: take(4 * denominatorCount * problem.slotCount),
    denominatorStride: 4 * denominatorCount,
    heightDenominators: take(4 * shape.paddedRank ** 2),
    projections: take(4 * shape.paddedRank * columns),
    projectedDenominators: take(4 * shape.paddedRank * columns),
    freeHeights: take(4 * shape.paddedRank),
    freeTemplates: take(4 * shape.paddedRank),
    scratch: take(scratchBytes(shape))
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageBytes), maximum: 65_536, shared: true })
  return { memory, arrays, shape, columns }
}

/**
 * A product of sparse factors with noise, mean about 1, with a silent stretch of columns and, unless β = 0, zeros here and
 * there; a random start; every fifth component frozen in W, every fifth in H.
 */
export function fill({ memory, arrays, shape }: KernelMemory, problem: KernelProblem): void {
  const random = createRandom(problem.seed)
  const { rows, paddedRank } = shape
  const floats = new Float32Array(memory.buffer)
  const whole = new Int32Array(memory.buffer)
  const isSilent = (n: number): boolean => problem.columns > 8 && n % 8 === 3
  for (let n = 0; n < problem.columns; n++) {
    const level = 0.1 + 2 * random() ** 4
    for (let f = 0; f < problem.bins; f++) {
      const peak = (f * 7 + (n >> 3) * 3) % 11 === 0 ? 8 : 0.2
      const value = isSilent(n) || random() < 0.02 ? 0 : level * peak * (0.2 + random())
      floats[arrays.V / 4 + n * rows + f] = problem.beta === 0 ? Math.max(1e-6, value) : value
      if (problem.hasWeights) floats[arrays.weights / 4 + n * rows + f] = random() < 0.1 ? 0 : 0.5 + random()
    }
    for (let k = 0; k < problem.rank; k++) floats[arrays.H / 4 + n * paddedRank + k] = (0.2 + random()) * problem.bins
  }
  for (let k = 0; k < problem.rank; k++) {
    for (let f = 0; f < problem.bins; f++) {
      const place = (Math.floor(f / blockRows) * paddedRank + k) * blockRows + (f % blockRows)
      floats[arrays.W / 4 + place] = (0.2 + random()) / problem.bins / problem.rank
    }
    whole[arrays.freeTemplates / 4 + k] = k % 5 === 4 ? 0 : -1
    whole[arrays.freeHeights / 4 + k] = k % 5 === 3 ? 0 : -1
  }
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple
}
