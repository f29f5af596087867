import { z } from 'zod'
import { countSamples, type SampleRange } from '../audio/sample-range'
import { AppError } from '../errors'
import { hintSchema } from '../separation/hints'
import { costPointSchema, separationParametersSchema } from '../separation/parameters'
import { migrations } from './project-migrations'
import { colourNames, gainDecibelsRange, type Component, type Project, type RegionTarget } from './project'

/** The version that this program writes; it reads this one and every older one, and refuses newer ones by name. */
export const projectVersion = 7

const gainDecibelsSchema = z.number().min(gainDecibelsRange.min).max(gainDecibelsRange.max)

const stripShape = {
  id: z.string().min(1),
  name: z.string().min(1),
  gainDecibels: gainDecibelsSchema,
  isMuted: z.boolean(),
  isSoloed: z.boolean()
}

const audioReferenceSchema = z.object({
  name: z.string(),
  sampleRate: z.int().positive(),
  channelCount: z.int().positive(),
  lengthSamples: z.int().positive(),
  byteLength: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/)
})

const rangeShape = { startSample: z.int().nonnegative(), endSample: z.int().positive() }

const regionSchema = z.object({
  ...rangeShape,
  id: z.string().min(1),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mix') }),
    z.object({ kind: z.literal('strips'), sourceIds: z.array(z.string()), componentIds: z.array(z.string()) })
  ]),
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('gain'), gainDecibels: gainDecibelsSchema }),
    z.object({ kind: z.literal('mute') }),
    z.object({ kind: z.literal('fade-in') }),
    z.object({ kind: z.literal('fade-out') })
  ])
})

export const projectSchema = z
  .object({
    audio: audioReferenceSchema.nullable(),
    separation: z
      .object({
        id: z.string().min(1),
        parameters: separationParametersSchema,
        binCount: z.int().positive(),
        columnCount: z.int().positive(),
        costs: z.array(costPointSchema),
        seconds: z.number().nonnegative(),
        splitCount: z.int().nonnegative()
      })
      .nullable(),
    components: z.array(
      z.object({
        ...stripShape,
        index: z.int().nonnegative(),
        sourceId: z.string().nullable(),
        colour: z.enum(colourNames).nullable(),
        mergedInto: z.string().nullable(),
        isPlaced: z.boolean()
      })
    ),
    sources: z.array(z.object({ ...stripShape, colour: z.enum(colourNames) })),
    regions: z.array(regionSchema),
    cuts: z.array(z.object(rangeShape)),
    hints: z.array(hintSchema.extend({ id: z.string().min(1) })),
    links: z.array(z.object({ kind: z.enum(['together', 'apart']), pair: z.tuple([z.string(), z.string()]) }))
  })
  .refine((project) => project.components.length === (project.separation?.parameters.componentCount ?? 0), {
    error: 'one component for each template'
  })
  .refine((project) => project.components.every((component, index) => component.index === index), {
    error: 'components in the order of the templates'
  })
  .refine(({ sources, components, regions, hints }) => [sources, components, regions, hints].every(hasUniqueIds), {
    error: 'ids are unique'
  })
  .refine(
    ({ components, sources }) =>
      components.every(({ sourceId }) => sourceId === null || sources.some((source) => source.id === sourceId)),
    { error: 'each component is in a source that exists' }
  )
  .refine(({ hints, sources }) => hints.every(({ source }) => sources.some(({ id }) => id === source)), {
    error: 'each hint is about a source that exists'
  })
  .refine(
    ({ links, components }) =>
      links.every(({ pair: [a, b] }) => a !== b && [a, b].every((id) => components.some((one) => one.id === id))),
    { error: 'each link is between two components that exist' }
  )
  .refine(({ components }) => components.every((component) => isOneWithItsLeader(component, components)), {
    error: 'merged components sound as the one that stands for them'
  })
  .refine((project) => project.regions.every(({ target }) => hasTarget(project, target)), {
    error: 'each region acts on the mix, or on sources and components that exist'
  })
  .refine(({ audio, regions, cuts }) => [...regions, ...cuts].every((range) => isWithin(range, audio)), {
    error: 'regions and cuts lie within the recording'
  })
  .refine(({ cuts }) => cuts.every((cut, index) => index === 0 || cuts[index - 1].endSample < cut.startSample), {
    error: 'cuts are sorted and do not touch'
  })
  .refine(({ audio, cuts }) => audio === null || countSamples(cuts) < audio.lengthSamples, {
    error: 'cuts leave something of the recording'
  })

/** How a project file keeps its recording: inside, or as a path with the fingerprint of AudioReference. */
export const audioStorageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('embedded'), entry: z.string() }),
  z.object({ kind: z.literal('linked'), path: z.string() })
])
export type AudioStorage = z.infer<typeof audioStorageSchema>

const projectFileSchema = z.object({
  version: z.literal(projectVersion),
  audioStorage: audioStorageSchema,
  project: projectSchema
})

export interface ProjectFile {
  readonly version: typeof projectVersion
  readonly audioStorage: AudioStorage
  readonly project: Project
}

/**
 * Reads the parsed `project.json` of any version up to this program's.
 *
 * @throws AppError 'newer-project' {version, supported}, 'not-a-project' {problem}
 */
export function parseProjectFile(json: unknown): ProjectFile {
  let file = z.looseObject({ version: z.int().positive() }).safeParse(json).data
  if (file === undefined) throw new AppError('not-a-project', 'project.json has no version', { problem: 'version' })
  if (file.version > projectVersion) {
    throw new AppError('newer-project', `project version ${file.version} is newer than ${projectVersion}`, {
      version: file.version,
      supported: projectVersion
    })
  }
  for (let version = file.version; version < projectVersion; version++) {
    file = { ...migrations[version]!(file), version: version + 1 }
  }
  const parsed = projectFileSchema.safeParse(file)
  if (!parsed.success) {
    const problem = z.prettifyError(parsed.error)
    throw new AppError('not-a-project', `project.json: ${problem}`, { problem })
  }
  return parsed.data
}

function isOneWithItsLeader(component: Component, components: readonly Component[]): boolean {
  if (component.mergedInto === null) return true
  const leader = components.find(({ id }) => id === component.mergedInto)
  if (leader === undefined || leader.mergedInto !== null) return false
  const keys = ['gainDecibels', 'isMuted', 'isSoloed', 'sourceId'] as const
  return keys.every((key) => leader[key] === component[key])
}

function hasTarget({ sources, components }: Pick<Project, 'sources' | 'components'>, target: RegionTarget): boolean {
  if (target.kind === 'mix') return true
  const { sourceIds, componentIds } = target
  const isKnown = (strips: readonly { id: string }[], ids: readonly string[]) =>
    ids.every((id) => strips.some((strip) => strip.id === id))
  return sourceIds.length + componentIds.length > 0 && isKnown(sources, sourceIds) && isKnown(components, componentIds)
}

function isWithin({ startSample, endSample }: SampleRange, audio: Project['audio']): boolean {
  return audio !== null && startSample < endSample && endSample <= audio.lengthSamples
}

function hasUniqueIds(strips: readonly { id: string }[]): boolean {
  return new Set(strips.map((strip) => strip.id)).size === strips.length
}
