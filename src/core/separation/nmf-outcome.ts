import { productModel } from './factors'
import type { NmfArena } from './nmf-arena'
import { splitTemplate } from './nmf-channels'
import { givenActivation, givenTemplate } from './nmf-given'
import type { NmfOutcome, NmfProblem } from './nmf-problem'
import { acceptedFactors } from './nmf-snapshots'
import type { NmfState } from './nmf-state'
import type { NmfValues } from './nmf-values'

const smallestNormal = 2 ** -126

/**
 * A copy of the factors in the layout of Factors, H at the level of the recording. Templates sum to 1 and gains have the mean 1,
 * but where an activation is fixed the template carries the scale of both, and where both are, the gains do. What is fixed has
 * the very bits that were given.
 */
export function nmfOutcome(options: {
  problem: NmfProblem
  arena: NmfArena
  state: NmfState
  values: NmfValues
  isEarly: boolean
}): NmfOutcome {
  const { problem, arena, state, values, isEarly } = options
  const { rank, binCount, columnCount, channelCount } = problem
  const { paddedRank } = arena.shape
  const level = 1 / values.scale[0]
  const source = (isEarly || state.phase === 'done' ? acceptedFactors(arena, state) : null) ?? arena
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  const channelGains = new Float32Array(channelCount * rank)
  for (let k = 0; k < rank; k++) {
    const { gains, spectrum } = splitTemplate(problem, source.W, k)
    const sum = sumOf(spectrum)
    const fixedActivation = problem.fixedActivations?.[k] ? givenActivation(problem, k) : null
    const fixedTemplate = problem.fixedTemplates?.[k] ? givenTemplate(problem, k) : null
    const template = fixedTemplate ?? (fixedActivation ? spectrum : spectrum.map((value) => value / sum))
    const scale = sum / sumOf(template)
    W.set(template, k * binCount)
    gains.forEach((gain, channel) => (channelGains[channel * rank + k] = fixedActivation ? gain * scale : gain))
    if (fixedActivation) H.set(fixedActivation, k * columnCount)
    else {
      for (let n = 0; n < columnCount; n++) {
        const height = source.H[n * paddedRank + k] * scale * level
        H[k * columnCount + n] = height < smallestNormal ? 0 : height
      }
    }
  }
  const model = channelCount > 1 ? ({ kind: 'stereo', channelGains } as const) : productModel
  return { factors: { rank, binCount, columnCount, model, W, H }, costs: state.costs, isEarly }
}

function sumOf(values: Float32Array | Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
