import { access } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError } from '@core/errors'
import type { AudioReference } from '@core/project/project'
import { byteLengthOf, fingerprint } from './read-bytes'

/** How a project file names a recording: relative to itself, with slashes, when it lies beside or below it, so both can move. */
export function linkTo(audioPath: string, projectPath: string): string {
  const absolute = resolve(audioPath)
  const fromProject = relative(dirname(resolve(projectPath)), absolute)
  const isBelow = fromProject !== '' && !isAbsolute(fromProject) && fromProject.split(sep)[0] !== '..'
  return isBelow ? fromProject.split(sep).join('/') : absolute
}

/**
 * Finds the recording that a project file links to: where the link leads, else by its name beside the project.
 *
 * @returns its path
 * @throws AppError 'file-unreadable' {name, path, reason}, 'file-changed' {name, path}
 */
export async function findLinkedAudio(link: string, projectPath: string, reference: AudioReference): Promise<string> {
  const folder = dirname(resolve(projectPath))
  const linked = resolve(folder, link)
  const beside = join(folder, basename(linked))
  const path = (await exists(linked)) || !(await exists(beside)) ? linked : beside
  const { name } = reference
  const source = { path, range: null, name }
  if ((await byteLengthOf(source)) !== reference.byteLength || (await fingerprint(source)) !== reference.sha256) {
    throw new AppError('file-changed', `${path} is not the recording of the project`, { name, path })
  }
  return path
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  )
}
