import { AppError } from '../errors'
import { givenActivation, givenTemplate } from './nmf-given'
import type { NmfProblem } from './nmf-problem'

/**
 * Refuses a problem that cannot be meant.
 *
 * @throws AppError 'shape-mismatch' for an array of another length, 'negative-value', 'invalid-argument' for values that are not
 *         finite, a β out of 0 … 2, counts below 1, and what is fixed but not given
 */
export function checkNmfProblem(problem: NmfProblem): void {
  const { binCount, columnCount, channelCount, rank, beta, iterationCount, start, weights } = problem
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1
  const counts = [binCount, columnCount, channelCount, rank, iterationCount]
  const strengths = [problem.tolerance, problem.continuity, problem.sparsity]
  if (!counts.every(isCount) || !(beta >= 0 && beta <= 2) || !strengths.every((value) => value >= 0)) {
    throw new AppError('invalid-argument', `β ${beta}, counts ${counts.join(', ')}, ${strengths.join(', ')}`, {
      beta,
      rank,
      iterationCount
    })
  }
  checkLength('W', start.W, rank * binCount)
  checkLength('H', start.H, rank * columnCount)
  checkLength('channel gains', start.channelGains, rank * channelCount)
  checkLength('weights', weights, binCount * columnCount)
  checkLength('fixed templates', problem.fixedTemplates, rank)
  checkLength('fixed activations', problem.fixedActivations, rank)
  checkValues('a weight', weights)
  checkValues('a channel gain', start.channelGains?.filter((gain) => !Number.isNaN(gain)) ?? null)
  for (let k = 0; k < rank; k++) {
    const template = givenTemplate(problem, k)
    const activation = givenActivation(problem, k)
    checkValues('a value of W', template)
    checkValues('a value of H', activation)
    if ((problem.fixedTemplates?.[k] && !template) || (problem.fixedActivations?.[k] && !activation)) {
      throw new AppError('invalid-argument', `component ${k} is fixed and not given`, { component: k })
    }
  }
}

function checkLength(name: string, values: ArrayLike<unknown> | null, length: number): void {
  if (values === null || values.length === length) return
  throw new AppError('shape-mismatch', `${name} of ${values.length} values, not ${length}`, { length: values.length })
}

function checkValues(name: string, values: Float32Array | null): void {
  const wrong = values?.find((value) => !(value >= 0 && value < Infinity))
  if (wrong === undefined) return
  const code = wrong < 0 && wrong > -Infinity ? 'negative-value' : 'invalid-argument'
  throw new AppError(code, `${name} is ${wrong}`, { value: String(wrong) })
}
