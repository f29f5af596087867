import { basename, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportFormats, type ExportFormat } from '@core/contract/engine'
import { defaultParameters, windowSizes, type SeparationParameters } from '@core/separation/parameters'

/** What the command line was asked to do. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'separate'; readonly options: SeparateOptions }

export interface SeparateOptions {
  readonly inputPath: string
  readonly parameters: SeparationParameters
  readonly sourceCount: number
  readonly isPerComponent: boolean
  readonly format: ExportFormat
  readonly outFolder: string
  readonly projectPath: string | null
  readonly picturePath: string | null
  readonly threadCount: number | null
  readonly isJson: boolean
  readonly isQuiet: boolean
  readonly mayOverwrite: boolean
}

/** The command line cannot be understood; the message is a sentence for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const namedDivergences: Readonly<Record<string, number>> = { is: 0, kl: 1, euclidean: 2 }
const defaultSourceCount = 2

const optionTypes = {
  components: { type: 'string', short: 'k' },
  divergence: { type: 'string', short: 'd' },
  iterations: { type: 'string', short: 'i' },
  seed: { type: 'string' },
  window: { type: 'string', short: 'w' },
  sources: { type: 'string', short: 's' },
  'per-component': { type: 'boolean' },
  format: { type: 'string', short: 'f' },
  out: { type: 'string', short: 'o' },
  project: { type: 'string', short: 'p' },
  picture: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  overwrite: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' }
} as const

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
  const integer = (name: keyof typeof optionTypes & keyof typeof values, range: IntegerRange) =>
    parseInteger(name, values[name] as string | undefined, range)
  const componentCount = integer('components', { min: 2, max: 128, standard: defaultParameters.componentCount })
  const windowSamples = parseWindow(values.window)
  const threadCount = integer('threads', { min: 1, max: 256, standard: 0 })
  return {
    kind: 'separate',
    options: {
      inputPath,
      parameters: {
        componentCount,
        beta: parseDivergence(values.divergence),
        iterationCount: integer('iterations', { min: 1, max: 5000, standard: defaultParameters.iterationCount }),
        seed: integer('seed', { min: 0, max: 0xffff_ffff, standard: defaultParameters.seed }),
        windowSamples,
        hopSamples: windowSamples / 4
      },
      sourceCount: integer('sources', {
        min: 1,
        max: componentCount,
        standard: defaultSourceCount,
        reason: `the recording is separated into ${componentCount} components`
      }),
      isPerComponent: values['per-component'] ?? false,
      format: parseFormat(values.format),
      outFolder: notEmpty('out', values.out) ?? `${basename(inputPath, extname(inputPath))}-stems`,
      projectPath: parseProjectPath(values.project, inputPath),
      picturePath: notEmpty('picture', values.picture),
      threadCount: threadCount === 0 ? null : threadCount,
      isJson: values.json ?? false,
      isQuiet: values.quiet ?? false,
      mayOverwrite: values.overwrite ?? false
    }
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionTypes, allowPositionals: true })
  } catch (thrown) {
    // Node adds advice about positional arguments after the first sentence; it only confuses here.
    const [sentence] = (thrown as Error).message.split('. ')
    throw new UsageError(`${sentence!.replace(/\.$/, '').replace(/'/g, '"')}.`)
  }
}

interface IntegerRange {
  readonly min: number
  readonly max: number
  readonly standard: number
  readonly reason?: string
}

function parseInteger(name: string, text: string | undefined, { min, max, standard, reason }: IntegerRange): number {
  if (text === undefined) return standard
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= min && value <= max) return value
  const because = reason === undefined ? '' : `, as ${reason}`
  throw new UsageError(`--${name} "${text}" cannot be used: give a whole number from ${min} to ${max}${because}.`)
}

function parseDivergence(text: string | undefined): number {
  if (text === undefined) return defaultParameters.beta
  const named = namedDivergences[text.toLowerCase()]
  if (named !== undefined) return named
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN
  if (value >= 0 && value <= 2) return value
  throw new UsageError(`--divergence "${text}" cannot be used: give kl, is, euclidean or a number from 0 to 2.`)
}

function parseWindow(text: string | undefined): SeparationParameters['windowSamples'] {
  if (text === undefined) return defaultParameters.windowSamples
  const size = windowSizes.find((size) => String(size) === text)
  if (size !== undefined) return size
  throw new UsageError(`--window "${text}" cannot be used: give ${orList(windowSizes)}.`)
}

function parseFormat(text: string | undefined): ExportFormat {
  if (text === undefined) return 'wav24'
  const format = exportFormats.find((format) => format === text.toLowerCase())
  if (format !== undefined) return format
  throw new UsageError(`--format "${text}" cannot be used: give ${orList(exportFormats)}.`)
}

function parseProjectPath(text: string | undefined, inputPath: string): string | null {
  const path = notEmpty('project', text)
  if (path === null) return null
  if (extname(path).toLowerCase() !== '.unweave') {
    throw new UsageError(`--project "${path}" cannot be used: the name of a project ends in .unweave.`)
  }
  if (resolve(path) === resolve(inputPath)) {
    throw new UsageError('--project names the recording itself: give the project another name.')
  }
  return path
}

function notEmpty(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (text.trim() === '') throw new UsageError(`--${name} is empty: give a name.`)
  return text
}

function orList(items: readonly (string | number)[]): string {
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
}
