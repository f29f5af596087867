import { factorFloor } from '../kernels/nmf-kernel'
import { initialFactors } from './initial-factors'
import { nmfArena, templateIndex, type NmfArena } from './nmf-arena'
import { checkNmfProblem } from './nmf-check'
import { givenActivation, givenTemplate } from './nmf-given'
import type { NmfProblem } from './nmf-problem'
import { NmfState } from './nmf-state'
import { nmfValues, shapeOfValues, type NmfValues } from './nmf-values'

/**
 * Puts a problem into the memory in which its spectrogram lies, loaded and scaled: start factors, masks, weights, the state
 * before the first phase. By one thread, before any makes its machine.
 *
 * @throws AppError as checkNmfProblem
 */
export function startNmf(problem: NmfProblem, buffer: ArrayBufferLike): void {
  checkNmfProblem(problem)
  const arena = nmfArena(problem, buffer, 0)
  const values = nmfValues(problem, buffer)
  const state = new NmfState(arena)
  state.reset()
  writeMasks(problem, arena)
  writeWeights(problem, arena)
  const isSilent = values.columnSums.every((sum) => sum === 0)
  writeFactors(problem, arena, values, isSilent)
  if (isSilent) {
    state.phase = 'done'
    state.addCost({ iteration: problem.iterationCount, cost: 0 })
  }
}

function writeMasks({ rank, fixedTemplates, fixedActivations }: NmfProblem, arena: NmfArena): void {
  for (let k = 0; k < arena.shape.paddedRank; k++) {
    arena.freeTemplates[k] = k < rank && !fixedTemplates?.[k] ? -1 : 0
    arena.freeHeights[k] = k < rank && !fixedActivations?.[k] ? -1 : 0
  }
}

function writeWeights({ weights, binCount, columnCount, channelCount }: NmfProblem, arena: NmfArena): void {
  if (!weights) return
  const paddedBins = arena.shape.rows / channelCount
  arena.weights.fill(0)
  for (let n = 0; n < columnCount; n++) {
    for (let channel = 0; channel < channelCount; channel++) {
      const column = weights.subarray(n * binCount, (n + 1) * binCount)
      arena.weights.set(column, (n * channelCount + channel) * paddedBins)
    }
  }
}

function writeFactors(problem: NmfProblem, arena: NmfArena, values: NmfValues, isSilent: boolean): void {
  const { rank, binCount, columnCount, channelCount, seed } = problem
  const { paddedRank } = arena.shape
  const { paddedBins } = shapeOfValues(problem)
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  const gains = new Float32Array(rank * channelCount)
  initialFactors({ rank, binCount, columnCount, channelCount, seed, mean: weightedMean(arena, values), W, H, gains })
  arena.W.fill(0)
  arena.H.fill(0)
  for (let k = 0; k < rank; k++) {
    const template = givenTemplate(problem, k) ?? W.subarray(k * binCount, (k + 1) * binCount)
    for (let channel = 0; channel < channelCount; channel++) {
      const given = problem.start.channelGains?.[channel * rank + k] ?? NaN
      const gain = Number.isNaN(given) ? gains[channel * rank + k] : given
      for (let f = 0; f < binCount; f++) {
        const row = channel * paddedBins + f
        arena.W[templateIndex(paddedRank, row, k)] = Math.max(factorFloor, template[f] * gain)
      }
    }
    if (isSilent) continue
    const activation = givenActivation(problem, k)
    const scale = values.scale[0]
    for (let n = 0; n < columnCount; n++) {
      const height = activation ? activation[n] * scale : H[k * columnCount + n]
      arena.H[n * paddedRank + k] = Math.max(factorFloor, height)
    }
  }
}

/** Mean of what the weights leave of V, which is scaled to mean 1: what is ignored has no say in the start either. */
function weightedMean({ weights }: NmfArena, { V }: NmfValues): number {
  if (weights.length === 0) return 1
  let sum = 0
  let weightSum = 0
  for (let i = 0; i < V.length; i++) {
    sum += weights[i] * V[i]
    weightSum += weights[i]
  }
  return sum > 0 ? sum / weightSum : 1
}
