import { z } from 'zod'
import { AppError } from '../errors'
import { costPointSchema, separationParametersSchema } from '../separation/parameters'
import { migrations } from './project-migrations'
import { colourNames, gainDecibelsRange, type Component, type Project } from './project'

/** The version that this program writes; it reads this one and every older one, and refuses newer ones by name. */
export const projectVersion = 3

const stripShape = {
  id: z.string().min(1),
  name: z.string().min(1),
  gainDecibels: z.number().min(gainDecibelsRange.min).max(gainDecibelsRange.max),
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
        seconds: z.number().nonnegative()
      })
      .nullable(),
    components: z.array(
      z.object({
        ...stripShape,
        index: z.int().nonnegative(),
        sourceId: z.string().nullable(),
        colour: z.enum(colourNames).nullable(),
        mergedInto: z.string().nullable()
      })
    ),
    sources: z.array(z.object({ ...stripShape, colour: z.enum(colourNames) }))
  })
  .refine((project) => project.components.length === (project.separation?.parameters.componentCount ?? 0), {
    error: 'one component for each template'
  })
  .refine((project) => project.components.every((component, index) => component.index === index), {
    error: 'components in the order of the templates'
  })
  .refine((project) => hasUniqueIds(project.sources) && hasUniqueIds(project.components), { error: 'ids are unique' })
  .refine(
    ({ components, sources }) =>
      components.every(({ sourceId }) => sourceId === null || sources.some((source) => source.id === sourceId)),
    { error: 'each component is in a source that exists' }
  )
  .refine(({ components }) => components.every((component) => isOneWithItsLeader(component, components)), {
    error: 'merged components sound as the one that stands for them'
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

function hasUniqueIds(strips: readonly { id: string }[]): boolean {
  return new Set(strips.map((strip) => strip.id)).size === strips.length
}
