import type { Passage } from '@core/separation/passage-columns'
import { defaultExampleTemplates } from '@core/separation/plan-example'
import type { OptionValues } from './option-types'
import { readInteger, readTimeRange, UsageError } from './option-values'

/** An example of a source. */
export interface ExampleOption {
  readonly source: string
  /** null: the recording itself */
  readonly path: string | null
  /** null: all of it */
  readonly passage: Passage | null
}

/** Templates of a source from a library. */
export interface TemplateOption {
  readonly source: string
  readonly path: string
}

/** Sources that are known beforehand. */
export interface KnownSourceOptions {
  readonly examples: readonly ExampleOption[]
  readonly templates: readonly TemplateOption[]
  /** templates for each source that has examples */
  readonly exampleTemplateCount: number
  /** free components for what no source is known of */
  readonly restCount: number
  readonly saveFolder: string | null
}

/** Options that say in another way what the components are. */
const contradicting = [
  'components',
  'sources',
  'learn',
  'learn-components',
  'fixed-templates',
  'warm',
  'stereo'
] as const

/** @throws UsageError. @returns null when no source is known */
export function readKnownSources(values: OptionValues): KnownSourceOptions | null {
  const { example = [], templates = [] } = values
  const isKnown = example.length + templates.length > 0
  for (const name of ['example-components', 'rest', 'save-templates'] as const) {
    if (values[name] === undefined || isKnown) continue
    throw new UsageError(`--${name} is about sources with examples: give --example or --templates as well.`)
  }
  if (!isKnown) return null
  const named = example.length > 0 ? '--example' : '--templates'
  for (const name of contradicting) {
    if (values[name] === undefined) continue
    throw new UsageError(`--${name} does not go with ${named}, which says what the components are learned from.`)
  }
  if (values.method !== undefined && values.method.toLowerCase() !== 'nmf') {
    throw new UsageError(`${named} needs --method nmf.`)
  }
  if (values['save-templates'] !== undefined && example.length === 0) {
    throw new UsageError('--save-templates saves what --example learns: give --example as well.')
  }
  if (values['save-templates']?.trim() === '') throw new UsageError('--save-templates is empty: give a folder.')
  return {
    examples: example.map(readExample),
    templates: templates.map((text) => readNamed('templates', text)),
    exampleTemplateCount: readInteger('example-components', values['example-components'], {
      min: 1,
      max: 127,
      standard: defaultExampleTemplates
    }),
    restCount: readInteger('rest', values.rest, { min: 0, max: 127, standard: 0 }),
    saveFolder: values['save-templates'] ?? null
  }
}

/** `drums=file.wav`, `drums=file.wav:10-14.5`, `drums=:1:02-1:10` for a passage of the recording itself. */
function readExample(text: string): ExampleOption {
  const { source, path } = readNamed('example', text)
  const range = /:((?:\d+:)?[\d.]+)-((?:\d+:)?[\d.]+)$/.exec(path)
  if (range === null) return { source, path, passage: null }
  const [start, end] = [range[1]!, range[2]!]
  // both times as minutes or both as seconds, as elsewhere
  const clock = (time: string) => (`${start}${end}`.includes(':') && !time.includes(':') ? `0:${time}` : time)
  const passage = readTimeRange('example', `${clock(start)}:${clock(end)}`)
  const file = path.slice(0, range.index)
  return { source, path: file === '' ? null : file, passage }
}

function readNamed(option: string, text: string): TemplateOption {
  const at = text.indexOf('=')
  const [source, path] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (at > 0 && source !== '' && path !== '') return { source, path }
  throw new UsageError(
    `--${option} "${text}" cannot be used: give a source and a file, as drums=file${option === 'example' ? `.wav[:from-to]` : `.npy`}.`
  )
}
