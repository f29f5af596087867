import { AppError } from '../errors'
import { joined } from '../math/joined'
import { applicableParameters } from './applicable-parameters'
import type { SeparationParameters } from './parameters'
import { fitTemplates, type TemplateSet } from './template-set'

/** Where templates are kept for the first iterations, and so many more with all of them free: as measured best. */
export const exampleIterations = 80
export const exampleJointIterations = 10

const mostComponents = 128
/** where a single source is known, the rest needs components too */
const standardRest = 16

/** What is asked of the engine for sources that are known beforehand, and which components will be whose. */
export interface KnownSeparationRequest {
  readonly parameters: SeparationParameters
  /** (bins × parameters.givenTemplateCount) */
  readonly givenTemplates: Float32Array<ArrayBuffer>
  /** in the order of the components; null is what no source is known of */
  readonly groups: readonly { readonly name: string | null; readonly componentCount: number }[]
}

/**
 * A separation with templates that are known: those of a source side by side, sources in the order in which they first come, free
 * components for the rest last.
 *
 * @param sets      several of one name are of one source
 * @param restCount 0: none, unless only one source is known
 * @throws AppError 'invalid-argument' for too many or too few components, and as fitTemplates
 */
export function requestKnownSources(
  sets: readonly TemplateSet[],
  recording: { readonly sampleRate: number; readonly channelCount: number },
  options: { readonly parameters: SeparationParameters; readonly restCount: number }
): KnownSeparationRequest {
  const { windowSamples } = options.parameters
  const binCount = windowSamples / 2 + 1
  const names = [...new Set(sets.map(({ name }) => name))]
  const fitted = names.map((name) =>
    sets
      .filter((set) => set.name === name)
      .map((set) => fitTemplates(set, { sampleRate: recording.sampleRate, windowSamples }))
  )
  const restCount = options.restCount === 0 && names.length === 1 ? standardRest : options.restCount
  const groups: { name: string | null; componentCount: number }[] = names.map((name, index) => ({
    name,
    componentCount: fitted[index].reduce((sum, part) => sum + part.length / binCount, 0)
  }))
  const givenTemplateCount = groups.reduce((sum, group) => sum + group.componentCount, 0)
  if (restCount > 0) groups.push({ name: null, componentCount: restCount })
  const componentCount = givenTemplateCount + restCount
  if (componentCount > mostComponents || componentCount < 2) throw wrongCount(componentCount)
  const parameters = { ...options.parameters, componentCount, givenTemplateCount }
  return {
    parameters: applicableParameters(
      { ...parameters, jointIterationCount: exampleJointIterations },
      recording.channelCount
    ),
    givenTemplates: joined(fitted.flat()),
    groups
  }
}

function wrongCount(componentCount: number): AppError {
  const problem = `it comes to ${componentCount} components, and there can be 2 to ${mostComponents}`
  const details = { argument: 'The number of templates', value: String(componentCount), problem }
  return new AppError('invalid-argument', problem, details)
}
