import { AppError } from '../errors'
import { factorFloor } from '../kernels/nmf-kernel'
import { initialFactors } from './initial-factors'
import { templateIndex } from './nmf-arena'
import type { NmfdProblem } from './nmf-problem'
import { nmfValues } from './nmf-values'
import { nmfdArena, shapeOfNmfdValues } from './nmfd-arena'
import { NmfdState } from './nmfd-state'

/**
 * Puts an NMFD into the memory in which its spectrogram lies, loaded and scaled, with a random start. By one thread, before any
 * makes its machine. Silence is done at once: its activations are 0.
 *
 * @throws AppError 'invalid-argument'
 */
export function startNmfd(problem: NmfdProblem, buffer: ArrayBufferLike): void {
  const { binCount, columnCount, rank, lagCount, iterationCount, tolerance, seed } = problem
  const counts = [binCount, columnCount, rank, lagCount, iterationCount]
  if (!counts.every((count) => Number.isInteger(count) && count >= 1) || !(tolerance >= 0)) {
    throw new AppError('invalid-argument', `counts ${counts.join(', ')}, tolerance ${tolerance}`, { ...problem })
  }
  const arena = nmfdArena(problem, buffer, 0)
  const { paddedRank } = arena.shape
  const W = new Float32Array(rank * lagCount * binCount)
  const H = new Float32Array(rank * columnCount)
  initialFactors({
    rank,
    binCount: lagCount * binCount,
    columnCount,
    channelCount: 1,
    seed,
    mean: 1 / lagCount,
    W,
    H,
    gains: new Float32Array(rank)
  })
  const { columnSums } = nmfValues(shapeOfNmfdValues(problem), buffer)
  const isSilent = columnSums.every((sum) => sum === 0)
  arena.integers.fill(0)
  arena.W.fill(0)
  arena.H.fill(0)
  for (let i = 0; i < paddedRank; i++) arena.freeTemplates[i] = i < rank * lagCount ? -1 : 0
  for (let i = 0; i < rank * lagCount; i++) {
    for (let f = 0; f < binCount; f++) {
      arena.W[templateIndex(paddedRank, f, i)] = Math.max(factorFloor, W[i * binCount + f])
    }
  }
  const state = new NmfdState(arena)
  if (isSilent) {
    state.phase = 'done'
    state.addCost({ iteration: iterationCount, cost: 0 })
    return
  }
  for (let k = 0; k < rank; k++) {
    for (let n = 0; n < columnCount; n++) {
      const height = Math.max(factorFloor, H[k * columnCount + n])
      for (let lag = 0; lag < lagCount && n + lag < columnCount; lag++) {
        arena.H[(n + lag) * paddedRank + k * lagCount + lag] = height
      }
    }
  }
}
