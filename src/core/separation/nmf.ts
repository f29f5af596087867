import { createReferenceKernel } from '../kernels/reference-kernel'
import { arenaBytes } from './nmf-arena'
import { createNmfMachine } from './nmf-machine'
import type { KernelFactory } from './phase-kernels'
import type { ChunkMachine, MachineStep, NmfOutcome, NmfProblem } from './nmf-problem'
import { startNmf } from './nmf-start'
import { loadValues, nmfValues } from './nmf-values'
import { AppError } from '../errors'

const never = (): boolean => false

/**
 * Factorize a magnitude spectrogram, V ≈ W·H, all entries non-negative, on one thread; several threads with the same kernel give
 * the very same bits. Yields what is to be told after iterations; stop pulling to cancel.
 *
 * V is scaled to mean 1 inside, so the result follows the level of V. Silence gives H = 0. For β < 1 magnitudes below 1e-6 of
 * the mean count as that. The cost is D_β(V | WH) / Σ V^β, with penalties if there are any, and never rises but for rounding.
 *
 * @param V (bins × channels × columns) finite magnitudes ≥ 0, `[(n * channelCount + channel) * binCount + f]`, read only
 * @throws  AppError 'shape-mismatch', 'negative-value', 'invalid-argument', 'out-of-memory'
 * @see     createNmfMachine
 */
export function* factorize(
  V: Float32Array,
  problem: NmfProblem,
  createKernel: KernelFactory = createReferenceKernel
): Generator<MachineStep, NmfOutcome> {
  const machine = machineFor(V, problem, createKernel)
  while (!machine.isDone) {
    for (let chunk = 0; chunk < machine.chunkCount; chunk++) machine.runChunk(chunk, never)
    const step = machine.finishPhase()
    if (step) yield step
  }
  return machine.outcome(false)
}

/** A machine in memory of its own, ready for its first phase; see factorize. */
function machineFor(V: Float32Array, problem: NmfProblem, createKernel: KernelFactory): ChunkMachine {
  const { binCount, columnCount, channelCount } = problem
  if (V.length !== binCount * columnCount * channelCount || V.length === 0) {
    throw new AppError('shape-mismatch', `V of ${V.length} values for ${binCount} × ${columnCount}`, {
      binCount,
      columnCount
    })
  }
  const buffer = new ArrayBuffer(arenaBytes(problem, 1))
  loadValues(nmfValues(problem, buffer), V)
  startNmf(problem, buffer)
  return createNmfMachine({ problem, buffer, threadIndex: 0, createKernel })
}
