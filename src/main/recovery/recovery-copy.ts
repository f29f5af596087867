import { createHash } from 'node:crypto'
import { access, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '@core/errors'
import type { Project } from '@core/project/project'
import { parseProjectFile, projectVersion, type ProjectFile } from '@core/project/project-schema'
import { writeAtomically } from '../files/atomic-write'
import { factorFiles, readFactors, type FactorMatrices } from '../files/factor-files'
import { notAProject, ZipEntries } from '../files/zip-entries'
import { writeZip } from '../files/zip-writer'

/** Unsaved work as it is kept on the disk; the recording is linked, never copied. */
export interface RecoveryCopy {
  /** milliseconds since 1970 */
  readonly keptAt: number
  readonly project: Project
  /** what the changes are measured from: the project as it was saved or opened */
  readonly saved: Project
  /** the project file; null: it has none yet */
  readonly projectPath: string | null
  readonly isAudioEmbedded: boolean
  /** where the recording lies; with a range it lies inside a project file */
  readonly audio: { readonly name: string; readonly path: string; readonly range: StoredRange | null }
}

const rangeSchema = z.object({ offset: z.int().nonnegative(), byteLength: z.int().nonnegative() })
type StoredRange = z.infer<typeof rangeSchema>

const storedSchema = z.object({
  keptAt: z.number(),
  /** as project files hold them, so that older copies are read like older files */
  project: z.unknown(),
  saved: z.unknown(),
  projectPath: z.string().nullable(),
  isAudioEmbedded: z.boolean(),
  audio: z.object({ name: z.string(), path: z.string(), range: rangeSchema.nullable() })
})

const copyName = 'copy.json'

/** Whether the folder holds the factors of this separation already. */
export async function hasFactors(folder: string, separationId: string): Promise<boolean> {
  return access(join(folder, factorsName(separationId))).then(
    () => true,
    () => false
  )
}

/**
 * Replaces the copy in a folder. At every moment the former or the new one is complete there.
 *
 * @param factors null: the folder has those of the project's separation, or it has none
 * @throws AppError 'file-unwritable', 'shape-mismatch'
 */
export async function writeCopy(folder: string, copy: RecoveryCopy, factors: FactorMatrices | null): Promise<void> {
  const { separation } = copy.project
  const kept = separation === null ? null : factorsName(separation.id)
  if (separation !== null && kept !== null && factors !== null) {
    const entries = factorFiles(separation, factors).map(([name, bytes]) => ({
      name,
      isCompressed: false,
      open: () => Readable.from([bytes])
    }))
    await writeAtomically(join(folder, kept), (handle) => writeZip(handle, entries))
  }
  const stored = { ...copy, project: asFile(copy.project), saved: asFile(copy.saved) }
  await writeAtomically(join(folder, copyName), async (handle) => {
    await handle.writeFile(JSON.stringify(stored))
  })
  for (const name of await readdir(folder)) {
    if (name !== copyName && name !== kept) await rm(join(folder, name), { force: true })
  }
}

/**
 * Reads a copy whole, its factors too.
 *
 * @returns null when the folder has none
 * @throws AppError 'not-a-project' when it is damaged, 'newer-project'
 */
export async function readCopy(
  folder: string
): Promise<{ readonly copy: RecoveryCopy; readonly factors: FactorMatrices | null } | null> {
  const text = await readFile(join(folder, copyName), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const stored = storedSchema.parse(JSON.parse(text))
    const project = parseProjectFile(stored.project).project
    const copy: RecoveryCopy = { ...stored, project, saved: parseProjectFile(stored.saved).project }
    return { copy, factors: await readFactorsOf(project, folder) }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : notAProject(String(thrown))
  }
}

async function readFactorsOf({ audio, separation }: Project, folder: string): Promise<FactorMatrices | null> {
  if (audio === null) throw notAProject('it has no recording')
  if (separation === null) return null
  const zip = await ZipEntries.open(join(folder, factorsName(separation.id)))
  try {
    return await readFactors(zip, separation, audio)
  } finally {
    zip.close()
  }
}

/** A separation's id comes from a page or a file: it is never a file name itself. */
function factorsName(separationId: string): string {
  return `factors-${createHash('sha256').update(separationId).digest('hex').slice(0, 16)}.zip`
}

function asFile(project: Project): ProjectFile {
  return { version: projectVersion, audioStorage: { kind: 'linked', path: project.audio?.name ?? '' }, project }
}
