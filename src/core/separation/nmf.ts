import type { Factors } from './factors'
import { finishPhase, phaseOf, runChunk, type NmfStep } from './nmf-chunks'
import { chunkCount, nmfMemory, nmfMemoryBytes, type NmfMemory, type NmfProblem } from './nmf-memory'

const smallestNormal = 2 ** -126
const never = (): boolean => false

/** W and H with their costs, one for each iteration that was completed. */
export interface Factorization {
  readonly factors: Factors
  readonly costs: number[]
}

/**
 * Factorize a magnitude spectrogram, V ≈ W·H, all entries non-negative, by multiplicative updates for the β-divergence from a
 * random start. In each iteration H is updated, then W; each template is then divided by its sum and H multiplied by it.
 * Yields each iteration with its cost; stop pulling to cancel. One thread; several give the very same bits.
 *
 * V is scaled to mean 1 inside, so the result follows the level of V. Silence gives H = 0. For β < 1 magnitudes below 1e-6 of
 * the mean count as that. The cost is D_β(V | WH) / Σ V^β and never rises but for rounding.
 *
 * @param V (bins × columns) finite magnitudes ≥ 0, column after column, read only
 * @throws  AppError 'shape-mismatch', 'negative-value', 'invalid-argument'
 * @see     Févotte & Idier 2011, Neural Computation 23(9)
 */
export function* factorize(V: Float32Array, problem: NmfProblem): Generator<NmfStep, Factorization> {
  const memory = nmfMemory(problem, V, new ArrayBuffer(nmfMemoryBytes(problem)))
  while (phaseOf(memory) !== 'done') {
    for (let chunk = 0; chunk < chunkCount; chunk++) runChunk(memory, chunk, never)
    const step = finishPhase(memory)
    if (step) yield step
  }
  return factorizationOf(memory)
}

/** A copy of W and H as they stand, H at the level of V. */
export function factorsOf(memory: NmfMemory): Factors {
  const { binCount, columnCount, rank } = memory.problem
  const level = 1 / memory.numbers[0]
  const H = new Float32Array(rank * columnCount)
  for (let i = 0; i < H.length; i++) {
    const height = memory.H[i] * level
    H[i] = height < smallestNormal ? 0 : height
  }
  return { rank, binCount, columnCount, W: new Float32Array(memory.W.subarray(0, rank * binCount)), H }
}

export function factorizationOf(memory: NmfMemory): Factorization {
  return { factors: factorsOf(memory), costs: Array.from(memory.costs.subarray(0, memory.state[2])) }
}
