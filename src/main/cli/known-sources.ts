import { resolve } from 'node:path'
import { describeExampleProblem } from '@core/contract/example-sentences'
import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { joined } from '@core/math/joined'
import { exampleProblems, type ExampleFacts } from '@core/separation/example-facts'
import { exampleIterations, requestKnownSources } from '@core/separation/known-sources'
import type { TemplateSet } from '@core/separation/template-set'
import { freeStem, readTemplateSet, templateFiles, templateStem, writeTemplateFiles } from '../files/template-files'
import type { ComponentGroup } from './component-groups'
import { finish } from './finish-call'
import type { JobContext } from './job-separation'
import { describePercent, describeSeparation } from './progress-line'
import type { ExampleOption, KnownSourceOptions } from './source-options'

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
  const learned: Learned[] = []
  for (const index of known.examples.keys()) learned.push(await learnExample(context, clip, known, index))
  const examples: LearnedExample[] = []
  for (const one of learned) examples.push(await checkExample(context, one, learned))
  const library: TemplateSet[] = []
  for (const { source, path } of known.templates) {
    library.push({ ...(await readTemplateSet(resolve(path))), name: source })
  }
  const { parameters, givenTemplates, groups } = requestKnownSources(
    [...learned.map(({ set }) => set), ...library],
    clip,
    {
      parameters: {
        ...options.parameters,
        iterationCount: options.isIterationCountGiven ? options.parameters.iterationCount : exampleIterations
      },
      restCount: known.restCount
    }
  )
  if (known.saveFolder !== null) await saveTemplates(learned, known.saveFolder, options.mayOverwrite)
  const separation = await finish(
    engine.start('separate', { clipId: clip.clipId, parameters, warmSeparationId: null, givenTemplates }, (now) =>
      progress.show(now.phase, now.fraction, describeSeparation(now, 'nmf'))
    ),
    signal
  )
  let next = 0
  const sources = groups.map(({ name, componentCount }): ComponentGroup => {
    const componentIndices = Array.from({ length: componentCount }, () => next++)
    return { name: name ?? 'rest', label: name ?? 'rest', componentIndices }
  })
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
            others: joined(others.map(({ set: { W } }) => W))
          }),
          signal
        ).then(({ share }) => share)
  const problems = exampleProblems(facts, overlap).map((problem) => describeExampleProblem(problem, set.name))
  return { source: set.name, fileName: clip.name, facts, overlap, problems }
}

/** Several examples of a source are kept as several sets. */
async function saveTemplates(learned: readonly Learned[], folder: string, mayOverwrite: boolean): Promise<void> {
  const files = new Map<string, Uint8Array>()
  for (const { set } of learned) {
    const stem = freeStem(set.name, [...files.keys()].map(templateStem))
    for (const [name, bytes] of templateFiles(stem, set)) files.set(name, bytes)
  }
  await writeTemplateFiles(resolve(folder), files, mayOverwrite)
}
