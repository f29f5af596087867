import { resolve } from 'node:path'
import { describeExampleProblem } from '@core/contract/example-sentences'
import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { AppError } from '@core/errors'
import { applicableParameters } from '@core/separation/applicable-parameters'
import { exampleProblems, type ExampleFacts } from '@core/separation/example-facts'
import type { SeparationParameters } from '@core/separation/parameters'
import { fitTemplates, type TemplateSet } from '@core/separation/template-set'
import { readTemplateSet, templateFiles, writeTemplateFiles } from '../files/template-files'
import type { ComponentGroup } from './component-groups'
import { finish } from './finish-call'
import type { JobContext } from './job-separation'
import { describePercent, describeSeparation } from './progress-line'
import {
  exampleIterations,
  exampleJointIterations,
  type ExampleOption,
  type KnownSourceOptions
} from './source-options'

/** What was learned from one example. */
export interface LearnedExample {
  readonly source: string
  readonly fileName: string
  readonly facts: ExampleFacts
  /** how much of it templates of other sources explain; null: there are none at its rate */
  readonly overlap: number | null
  readonly problems: readonly string[]
}

export interface KnownSeparation {
  readonly separation: SeparationResult
  readonly sources: readonly ComponentGroup[]
  readonly examples: readonly LearnedExample[]
}

interface Learned {
  readonly option: ExampleOption
  readonly clip: ClipInfo
  readonly set: TemplateSet
  readonly facts: ExampleFacts
}

const mostComponents = 128
/** where a single source is known, the rest needs components too */
const standardRest = 16

export function exampleGrant(index: number): string {
  return `example-${index + 1}`
}

/**
 * Separates with templates that were learned from examples or taken from a library: kept while the activations are found, then
 * all go on together for a few iterations.
 *
 * @throws Cancelled, AppError
 */
export async function separateKnown(
  context: JobContext,
  clip: ClipInfo,
  known: KnownSourceOptions
): Promise<KnownSeparation> {
  const { engine, options, progress, signal } = context
  const { windowSamples } = options.parameters
  const learned: Learned[] = []
  for (const index of known.examples.keys()) learned.push(await learnExample(context, clip, known, index))
  const examples: LearnedExample[] = []
  for (const one of learned) examples.push(await checkExample(context, one, learned))
  const library: TemplateSet[] = []
  for (const { source, path } of known.templates) {
    library.push({ ...(await readTemplateSet(resolve(path))), name: source })
  }
  const sets = [...learned.map(({ set }) => set), ...library]
  const names = [...new Set(sets.map(({ name }) => name))]
  const restCount = known.restCount === 0 && names.length === 1 ? standardRest : known.restCount
  const W = names.map((name) =>
    sets
      .filter((set) => set.name === name)
      .map((set) => fitTemplates(set, { sampleRate: clip.sampleRate, windowSamples }))
  )
  const binCount = windowSamples / 2 + 1
  const counts = W.map((parts) => parts.reduce((sum, part) => sum + part.length / binCount, 0))
  const givenTemplateCount = counts.reduce((sum, count) => sum + count, 0)
  const componentCount = givenTemplateCount + restCount
  if (componentCount > mostComponents || componentCount < 2) throw wrongCount(componentCount)
  const parameters: SeparationParameters = {
    ...options.parameters,
    componentCount,
    givenTemplateCount,
    iterationCount: options.isIterationCountGiven ? options.parameters.iterationCount : exampleIterations,
    jointIterationCount: exampleJointIterations
  }
  if (known.saveFolder !== null) await saveTemplates(learned, known.saveFolder, options.mayOverwrite)
  const separation = await finish(
    engine.start(
      'separate',
      {
        clipId: clip.clipId,
        parameters: applicableParameters(parameters, clip.channelCount),
        warmSeparationId: null,
        givenTemplates: concatenated(W.flat())
      },
      (now) => progress.show(now.phase, now.fraction, describeSeparation(now, 'nmf'))
    ),
    signal
  )
  let next = 0
  const group = (name: string, count: number): ComponentGroup => {
    const componentIndices = Array.from({ length: count }, () => next++)
    return { name, label: name, componentIndices }
  }
  const sources = names.map((name, index) => group(name, counts[index]!))
  if (restCount > 0) sources.push(group('rest', restCount))
  return { separation, sources, examples }
}

async function learnExample(
  { engine, options, progress, signal }: JobContext,
  clip: ClipInfo,
  { examples, exampleTemplateCount }: KnownSourceOptions,
  index: number
): Promise<Learned> {
  const option = examples[index]!
  const { source, path, passage } = option
  const opened = path === null ? clip : await finish(engine.start('openAudio', { grant: exampleGrant(index) }), signal)
  const siblings = examples.filter((other) => other.source === source).length
  const templateCount = Math.ceil(exampleTemplateCount / siblings)
  const passages = passage && [passage]
  const { parameters } = options
  const { windowSamples } = parameters
  const { W, facts } = await finish(
    engine.start('learnTemplates', { clipId: opened.clipId, passages, parameters, templateCount }, ({ fraction }) => {
      progress.show(`learn ${index}`, fraction, `Learning ${source}: ${describePercent(fraction)}`)
    }),
    signal
  )
  const { sampleRate } = opened
  const part = passage ? `, ${passage.startSeconds} to ${passage.endSeconds} s` : ''
  const learnedFrom = `${opened.name}${part}`
  const facts1 = { format: 'unweave-templates', version: 1, name: source } as const
  return { option, clip: opened, set: { ...facts1, sampleRate, windowSamples, templateCount, learnedFrom, W }, facts }
}

async function checkExample(
  { engine, options, signal }: JobContext,
  { option, clip, set, facts }: Learned,
  all: readonly Learned[]
): Promise<LearnedExample> {
  const others = all.filter(({ set: other }) => other.name !== set.name && other.sampleRate === set.sampleRate)
  const { passage } = option
  const overlap =
    others.length === 0
      ? null
      : await finish(
          engine.start('measureOverlap', {
            clipId: clip.clipId,
            passages: passage && [passage],
            parameters: options.parameters,
            templateCount: set.templateCount,
            others: concatenated(others.map(({ set: { W } }) => W))
          }),
          signal
        ).then(({ share }) => share)
  const problems = exampleProblems(facts, overlap).map((problem) => describeExampleProblem(problem, set.name))
  return { source: set.name, fileName: clip.name, facts, overlap, problems }
}

/** Several examples of a source are kept as several sets. */
async function saveTemplates(learned: readonly Learned[], folder: string, mayOverwrite: boolean): Promise<void> {
  const files = new Map<string, Uint8Array>()
  for (const [index, { set }] of learned.entries()) {
    const earlier = learned.slice(0, index).filter((other) => other.set.name === set.name).length
    const stem = `${set.name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')}${earlier > 0 ? `-${earlier + 1}` : ''}`
    for (const [name, bytes] of templateFiles(stem, set)) files.set(name, bytes)
  }
  await writeTemplateFiles(resolve(folder), files, mayOverwrite)
}

function wrongCount(componentCount: number): AppError {
  const problem = `it comes to ${componentCount} components, and there can be 2 to ${mostComponents}`
  const details = { argument: 'The number of templates', value: String(componentCount), problem }
  return new AppError('invalid-argument', problem, details)
}

function concatenated(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
