import { applicableParameters, methodParameters } from '@core/separation/applicable-parameters'
import {
  defaultParameters,
  separationMethods,
  separationParametersSchema,
  windowSizes,
  type SeparationParameters
} from '@core/separation/parameters'
import { qualities, qualityParameters } from '@core/separation/qualities'
import type { OptionName, OptionValues } from './option-types'
import { orList, readInteger, readNumber, readTimeRange, readWord, UsageError } from './option-values'

/** What a person asked of the separation; the rest follows from the recording and from files that are read later. */
export interface SeparationOptions {
  /** componentCount and learn.componentCount may still change, see settleParameters */
  readonly parameters: SeparationParameters
  /** the number of components is to be proposed */
  readonly isCountProposed: boolean
  /** null: half of the components */
  readonly learnComponentCount: number | null
}

/** Which parameter an option sets. */
const parameterOfOption = {
  components: 'componentCount',
  divergence: 'beta',
  iterations: 'iterationCount',
  seed: 'seed',
  fast: 'updates',
  exact: 'updates',
  tolerance: 'tolerance',
  init: 'initialisation',
  starts: 'startCount',
  runs: 'runCount',
  stereo: 'isStereo',
  continuity: 'continuity',
  sparsity: 'sparsity',
  'template-columns': 'templateColumns',
  learn: 'learn',
  'learn-components': 'learn',
  'fixed-templates': 'givenTemplateCount',
  warm: 'initialisation'
} as const satisfies Partial<Record<OptionName, keyof SeparationParameters>>

const namedDivergences: Readonly<Record<string, number>> = { is: 0, kl: 1, euclidean: 2 }
const mostComponents = 128
const {
  iterationCount,
  tolerance,
  updates,
  initialisation,
  startCount,
  runCount,
  seed,
  continuity,
  sparsity,
  templateColumns
} = defaultParameters

/**
 * Reads the options of the separation itself.
 *
 * @throws UsageError also for an option that the method takes no notice of
 */
export function readSeparationOptions(values: OptionValues): SeparationOptions {
  const method = readWord('method', values.method, { words: separationMethods, standard: defaultParameters.method })
  refuseUnheeded(method, values)
  refuseContradictions(values)
  const isCountProposed = values.components?.toLowerCase() === 'auto'
  if (isCountProposed && method !== 'nmf') {
    throw new UsageError(`--components auto does not go with --method ${method}: give a whole number from 2 to 128.`)
  }
  const preset = readQuality(method, values)
  const componentCount =
    preset?.componentCount ?? readComponentCount(method, isCountProposed ? undefined : values.components)
  const windowSamples = readWindow(values.window)
  const learnComponentCount = readLearnCount(values, isCountProposed ? mostComponents : componentCount)
  const parameters: SeparationParameters = {
    method,
    componentCount,
    beta: readDivergence(values.divergence),
    iterationCount: readInteger('iterations', values.iterations, { min: 1, max: 5000, standard: iterationCount }),
    tolerance: readNumber('tolerance', values.tolerance, { min: 0, max: 0.1, standard: tolerance }),
    updates: values.exact ? 'exact' : values.fast ? 'fast' : updates,
    initialisation: readWord('init', values.init, {
      words: separationParametersSchema.shape.initialisation.options,
      standard: initialisation
    }),
    startCount: readInteger('starts', values.starts, { min: 1, max: 32, standard: startCount }),
    runCount: preset?.runCount ?? readRunCount(values, componentCount),
    seed: readInteger('seed', values.seed, { min: 0, max: 0xffff_ffff, standard: seed }),
    windowSamples,
    hopSamples: windowSamples / 4,
    isStereo: values.stereo ?? false,
    continuity: readNumber('continuity', values.continuity, { min: 0, max: 1000, standard: continuity }),
    sparsity: readNumber('sparsity', values.sparsity, { min: 0, max: 1000, standard: sparsity }),
    templateColumns: readInteger('template-columns', values['template-columns'], {
      min: 1,
      max: 32,
      standard: templateColumns
    }),
    learn:
      values.learn === undefined
        ? null
        : { ...readTimeRange('learn', values.learn), componentCount: learnComponentCount ?? half(componentCount) },
    givenTemplateCount: 0,
    jointIterationCount: 0
  }
  return { parameters, isCountProposed, learnComponentCount }
}

/** The parameters once the recording, the number of components and that of given templates are known. */
export function settleParameters(
  { parameters, learnComponentCount }: SeparationOptions,
  known: { componentCount: number; givenTemplateCount: number; channelCount: number }
): SeparationParameters {
  const { componentCount, givenTemplateCount, channelCount } = known
  const learnCount = learnComponentCount ?? Math.min(half(componentCount), componentCount - givenTemplateCount)
  const learn = parameters.learn && { ...parameters.learn, componentCount: learnCount }
  return applicableParameters({ ...parameters, componentCount, givenTemplateCount, learn }, channelCount)
}

function refuseUnheeded(method: SeparationParameters['method'], values: OptionValues): void {
  for (const name of Object.keys(parameterOfOption) as (keyof typeof parameterOfOption)[]) {
    const heeded: readonly string[] = methodParameters[method]
    if (values[name] === undefined || heeded.includes(parameterOfOption[name])) continue
    throw new UsageError(`--${name} has no meaning with --method ${method}: ${methodTraits[method]}.`)
  }
}

function refuseContradictions(values: OptionValues): void {
  if (values.fast && values.exact) throw new UsageError('--fast and --exact exclude each other: give one of them.')
  if (values.warm !== undefined && (values.init !== undefined || values.starts !== undefined)) {
    const name = values.init === undefined ? 'starts' : 'init'
    throw new UsageError(`--${name} has no meaning with --warm, which starts from the separation of a project.`)
  }
  const kept = (['warm', 'learn', 'fixed-templates'] as const).find((name) => values[name] !== undefined)
  const pooling =
    values.runs !== undefined ? 'runs' : values.quality === undefined || values.quality === 'quick' ? null : 'quality'
  if (pooling !== null && (kept !== undefined || values.init?.toLowerCase() === 'nndsvda')) {
    throw new UsageError(
      `--${pooling} pools runs that begin at random: it does not go with --${kept ?? 'init nndsvda'}.`
    )
  }
  if (values.init?.toLowerCase() === 'nndsvda' && values.starts !== undefined) {
    throw new UsageError('--starts has no meaning with --init nndsvda, which gives one start.')
  }
}

const methodTraits: Readonly<Record<SeparationParameters['method'], string>> = {
  nmf: 'its templates are one column long',
  nmfd: 'it learns all of its templates from one random start, by classical Kullback-Leibler updates',
  hpss: 'it always gives two components, what is held and what is struck',
  bands: 'it learns nothing, it only divides the frequencies'
}

function readComponentCount(method: SeparationParameters['method'], text: string | undefined): number {
  const standard = method === 'hpss' ? 2 : defaultParameters.componentCount
  return readInteger('components', text, { min: 2, max: mostComponents, standard })
}

/** What --quality stands for; null without it. */
function readQuality(method: SeparationParameters['method'], values: OptionValues) {
  if (values.quality === undefined) return null
  if (method !== 'nmf') throw new UsageError(`--quality does not go with --method ${method}, only with nmf.`)
  const other = (['components', 'runs'] as const).find((name) => values[name] !== undefined)
  if (other !== undefined) throw new UsageError(`--quality sets --${other} too: give one of them.`)
  return qualityParameters[readWord('quality', values.quality, { words: qualities, standard: 'quick' })]
}

function readRunCount(values: OptionValues, componentCount: number): number {
  const count = readInteger('runs', values.runs, { min: 1, max: 8, standard: runCount })
  if (count === 1) return count
  if (values.components?.toLowerCase() === 'auto')
    throw new UsageError(
      '--runs does not go with --components auto: give a number of components for all runs together.'
    )
  if (componentCount % count !== 0 || componentCount < 2 * count)
    throw new UsageError(
      `--runs ${count} cannot share out ${componentCount} components evenly: give a multiple of ${count} from ${2 * count} on.`
    )
  return count
}

function readLearnCount(values: OptionValues, componentCount: number): number | null {
  const text = values['learn-components']
  if (text === undefined) return null
  if (values.learn === undefined) {
    throw new UsageError('--learn-components says how many templates --learn is to learn: give --learn as well.')
  }
  return readInteger('learn-components', text, {
    min: 1,
    max: Math.min(componentCount, mostComponents - 1),
    standard: 1,
    reason: `the recording is separated into ${componentCount} components`
  })
}

function readDivergence(text: string | undefined): number {
  if (text === undefined) return defaultParameters.beta
  const named = namedDivergences[text.toLowerCase()]
  if (named !== undefined) return named
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN
  if (value >= 0 && value <= 2) return value
  throw new UsageError(`--divergence "${text}" cannot be used: give kl, is, euclidean or a number from 0 to 2.`)
}

function readWindow(text: string | undefined): SeparationParameters['windowSamples'] {
  if (text === undefined) return defaultParameters.windowSamples
  const size = windowSizes.find((size) => String(size) === text)
  if (size !== undefined) return size
  throw new UsageError(`--window "${text}" cannot be used: give ${orList(windowSizes)}.`)
}

function half(count: number): number {
  return Math.ceil(count / 2)
}
