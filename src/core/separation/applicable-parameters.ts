import { defaultParameters, type SeparationMethod, type SeparationParameters } from './parameters'

/** What a method goes by beside the window; the other parameters change nothing. */
export const methodParameters = {
  nmf: [
    'componentCount',
    'beta',
    'iterationCount',
    'tolerance',
    'updates',
    'initialisation',
    'startCount',
    'runCount',
    'seed',
    'isStereo',
    'continuity',
    'sparsity',
    'learn',
    'givenTemplateCount',
    'jointIterationCount'
  ],
  nmfd: ['componentCount', 'iterationCount', 'tolerance', 'seed', 'templateColumns'],
  hpss: [],
  bands: ['componentCount']
} as const satisfies Record<SeparationMethod, readonly (keyof SeparationParameters)[]>

/**
 * The parameters with those that change nothing put back to their defaults, so that a project tells only what made its
 * components, and the same result has the same name.
 *
 * @param channelCount of the recording
 */
export function applicableParameters(parameters: SeparationParameters, channelCount: number): SeparationParameters {
  const { method, windowSamples, hopSamples } = parameters
  const applied: SeparationParameters = { ...defaultParameters, method, windowSamples, hopSamples }
  for (const name of methodParameters[method]) Object.assign(applied, { [name]: parameters[name] })
  return {
    ...applied,
    componentCount: method === 'hpss' ? 2 : applied.componentCount,
    // Only random starts differ from each other.
    startCount: applied.initialisation === 'random' ? applied.startCount : 1,
    runCount: isPoolable(applied) ? applied.runCount : 1,
    isStereo: applied.isStereo && channelCount > 1,
    // without templates that are kept all iterations are joint
    jointIterationCount: applied.learn !== null || applied.givenTemplateCount > 0 ? applied.jointIterationCount : 0
  }
}

/** Runs that do not begin at random, or keep templates, are all the same, or nearly. */
function isPoolable({ initialisation, learn, givenTemplateCount }: SeparationParameters): boolean {
  return initialisation === 'random' && learn === null && givenTemplateCount === 0
}
