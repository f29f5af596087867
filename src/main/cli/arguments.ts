import { basename, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportFormats, type ExportFormat } from '@core/contract/export-schemas'
import { optionTypes, type OptionValues } from './option-types'
import { readInteger, readName, readNumber, readWord, UsageError } from './option-values'
import { readKnownSources, type KnownSourceOptions } from './source-options'
import { readSeparationOptions, type SeparationOptions } from './separation-options'

/** What the command line was asked to do. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'separate'; readonly options: SeparateOptions }

export interface SeparateOptions extends SeparationOptions {
  readonly inputPath: string
  readonly fixedTemplatesPath: string | null
  /** a project whose separation is gone on from */
  readonly warmProjectPath: string | null
  /** null: as many as there seem to be */
  readonly sourceCount: number | null
  readonly isPerComponent: boolean
  /** so many small groups are written instead of the sources; null: the sources */
  readonly previewCount: number | null
  /** what a person said of components */
  readonly labelsPath: string | null
  readonly format: ExportFormat
  readonly outFolder: string
  readonly projectPath: string | null
  readonly picturePath: string | null
  readonly factorsFolder: string | null
  /** of the true stems, to measure against */
  readonly truthFolder: string | null
  /** sources that there are examples or templates of; null: none */
  readonly knownSources: KnownSourceOptions | null
  /** whether --iterations was given: known sources have another standard */
  readonly isIterationCountGiven: boolean
  readonly hintsPath: string | null
  readonly mayLearnFromHints: boolean
  readonly maskExponent: number
  readonly isWiener: boolean
  /** beside what is measured against true stems, other methods with as many components */
  readonly isCompared: boolean
  readonly threadCount: number | null
  readonly isJson: boolean
  readonly isQuiet: boolean
  readonly mayOverwrite: boolean
}

/**
 * Reads the arguments after the program's name.
 *
 * @throws UsageError with a sentence that names the bad value and what is allowed
 */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parsed(args)
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [inputPath, ...others] = positionals
  if (inputPath === undefined || inputPath === '')
    throw new UsageError('No recording is named. Name the file to separate.')
  if (others.length > 0) {
    throw new UsageError(`One recording at a time: "${inputPath}" and "${others.join('", "')}" were given.`)
  }
  const knownSources = readKnownSources(values)
  const separation = readSeparationOptions(values)
  const threadCount = readInteger('threads', values.threads, { min: 1, max: 256, standard: 0 })
  return {
    kind: 'separate',
    options: {
      ...separation,
      inputPath,
      fixedTemplatesPath: readName('fixed-templates', values['fixed-templates']),
      warmProjectPath: readName('warm', values.warm),
      sourceCount: readSourceCount(values, separation),
      isPerComponent: values['per-component'] ?? false,
      ...readGrouping(values, separation),
      format: readWord('format', values.format, { words: exportFormats, standard: 'wav24' }),
      outFolder: readName('out', values.out) ?? `${basename(inputPath, extname(inputPath))}-stems`,
      projectPath: readProjectPath(values.project, inputPath),
      picturePath: readName('picture', values.picture),
      factorsFolder: readName('save-factors', values['save-factors']),
      truthFolder: readName('truth', values.truth),
      knownSources,
      isIterationCountGiven: values.iterations !== undefined,
      ...readStemOptions(values),
      threadCount: threadCount === 0 ? null : threadCount,
      isJson: values.json ?? false,
      isQuiet: values.quiet ?? false,
      mayOverwrite: values.overwrite ?? false
    }
  }
}

function parsed(args: readonly string[]): { values: OptionValues; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: optionTypes, allowPositionals: true })
  } catch (thrown) {
    // Node adds advice about positional arguments after the first sentence; it only confuses here.
    const [sentence] = (thrown as Error).message.split('. ')
    throw new UsageError(`${sentence!.replace(/\.$/, '').replace(/'/g, '"')}.`)
  }
}

function readStemOptions(values: OptionValues) {
  if (values.compare && values.truth === undefined) {
    throw new UsageError('--compare measures other methods against true stems: give --truth as well.')
  }
  if (values['hints-without-learning'] && values.hints === undefined) {
    throw new UsageError('--hints-without-learning says what not to do with hints: give --hints as well.')
  }
  return {
    hintsPath: readName('hints', values.hints),
    mayLearnFromHints: !values['hints-without-learning'],
    maskExponent: readNumber('mask-exponent', values['mask-exponent'], { min: 0.5, max: 4, standard: 1 }),
    isWiener: values.wiener ?? false,
    isCompared: values.compare ?? false
  }
}

/** What is written beside, or instead of, the sources as the program proposes them. */
function readGrouping(values: OptionValues, { parameters }: SeparationOptions) {
  const other = (['groups', 'labels'] as const).find((name) => values[name] !== undefined)
  if (other !== undefined && parameters.method === 'hpss')
    throw new UsageError(`--${other} has no meaning with --method hpss: its two components need no grouping.`)
  if (values.groups !== undefined && values['per-component'])
    throw new UsageError('--groups and --per-component exclude each other: give one of them.')
  const count = readInteger('groups', values.groups, { min: 2, max: 12, standard: 0 })
  return { previewCount: count === 0 ? null : count, labelsPath: readName('labels', values.labels) }
}

function readSourceCount(values: OptionValues, { parameters, isCountProposed }: SeparationOptions): number | null {
  const { method, componentCount } = parameters
  if (method === 'hpss' && values.sources !== undefined) {
    throw new UsageError(
      '--sources has no meaning with --method hpss: it always gives two, what is held and what is struck.'
    )
  }
  if (values.sources === undefined) return null
  return readInteger('sources', values.sources, {
    min: 1,
    max: Math.min(16, isCountProposed ? 16 : componentCount),
    standard: 2,
    reason: `the recording is separated into ${isCountProposed ? 'at most 128' : componentCount} components`
  })
}

function readProjectPath(text: string | undefined, inputPath: string): string | null {
  const path = readName('project', text)
  if (path === null) return null
  if (extname(path).toLowerCase() !== '.unweave') {
    throw new UsageError(`--project "${path}" cannot be used: the name of a project ends in .unweave.`)
  }
  if (resolve(path) === resolve(inputPath)) {
    throw new UsageError('--project names the recording itself: give the project another name.')
  }
  return path
}
