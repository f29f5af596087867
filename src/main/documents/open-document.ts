import { access, constants, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@core/errors'
import type { Project } from '@core/project/project'
import type { FactorMatrices } from '../files/factor-files'
import { readProject } from '../files/project-archive'
import type { Grants } from './grants'

/** A file as the page gets it; the recording's place stays behind the grant. */
export type OpenDocument =
  | { readonly kind: 'audio'; readonly grant: string; readonly name: string }
  | {
      readonly kind: 'project'
      readonly grant: string
      readonly name: string
      readonly project: Project
      readonly isAudioEmbedded: boolean
      readonly factors: FactorMatrices | null
    }

/**
 * Opens a project, or grants the engine a recording, whichever the content of the file is.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}, and what readProject throws
 */
export async function openDocument(path: string, grants: Grants): Promise<OpenDocument> {
  const name = basename(path)
  await requireFile(path, name)
  if (!(await isZip(path))) {
    const grant = grants.grantRecording({ name, path, range: null, projectPath: null })
    return { kind: 'audio', grant, name }
  }
  const { project, factors, audio, isAudioEmbedded } = await readProject(path)
  const { path: audioPath, range } = audio
  const grant = grants.grantRecording({
    name: project.audio?.name ?? basename(audioPath),
    path: audioPath,
    range,
    projectPath: path
  })
  return { kind: 'project', grant, name, project, isAudioEmbedded, factors }
}

async function requireFile(path: string, name: string): Promise<void> {
  const refuse = (reason: string): AppError =>
    new AppError('file-unreadable', `${path}: ${reason}`, { name, path, reason })
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw refuse(stats.isDirectory() ? 'EISDIR' : 'not a file')
    await access(path, constants.R_OK)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw refuse((thrown as NodeJS.ErrnoException).code ?? String(thrown))
  }
}

/** A zip begins with the header of its first entry; no recording does. */
async function isZip(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.readUInt32BE() === 0x504b0304
  } finally {
    await handle.close()
  }
}
