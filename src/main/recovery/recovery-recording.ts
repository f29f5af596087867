import { AppError } from '@core/errors'
import type { AudioReference } from '@core/project/project'
import { findLinkedAudio } from '../files/linked-audio'
import { readProject } from '../files/project-archive'
import type { ByteSource } from '../files/read-bytes'
import type { RecoveryCopy } from './recovery-copy'

/**
 * Where the recording of a copy lies now: where it was, if it is still the same there. Inside a project file it may have moved,
 * when the file was written again after the copy.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}, 'file-changed' {name, path}, and what readProject throws
 */
export async function locateRecording({ audio, project }: RecoveryCopy): Promise<ByteSource> {
  if (audio.range === null) return requireSameRecording(audio.path, project.audio)
  const inside = await readProject(audio.path)
  if (inside.project.audio?.sha256 !== project.audio?.sha256) throw changed(audio.name, audio.path)
  return inside.audio
}

/** @throws AppError 'file-unreadable' {name, path, reason}, 'file-changed' {name, path} */
export async function requireSameRecording(path: string, reference: AudioReference | null): Promise<ByteSource> {
  if (reference === null) throw changed(path, path)
  return { path: await findLinkedAudio(path, path, reference), range: null }
}

function changed(name: string, path: string): AppError {
  return new AppError('file-changed', `${path} is not the recording of the copy`, { name, path })
}
