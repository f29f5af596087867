import type { Project } from '@core/project/project'
import { AppError } from '@core/errors'
import type { FactorMatrices } from '../files/factor-files'
import { writeProject } from '../files/project-archive'
import type { Grants } from './grants'

export interface DocumentContents {
  readonly project: Project
  readonly factors: FactorMatrices | null
  readonly grant: string
  readonly isAudioEmbedded: boolean
}

/**
 * Writes the project to a file; later saves under the grant go there too. A recording that was read from inside a project
 * file is read from the new one from now on: the old one may just have been replaced, or may be thrown away.
 *
 * @throws AppError 'unknown-id', 'invalid-argument' when there is nothing that could be linked to, and what writeProject throws
 */
export async function saveDocument(path: string, contents: DocumentContents, grants: Grants): Promise<void> {
  const { grant, project, factors, isAudioEmbedded } = contents
  const recording = grants.recording(grant)
  if (!isAudioEmbedded && recording.range !== null) {
    const problem = 'the recording exists only inside the project, there is no other file that a link could name'
    throw new AppError('invalid-argument', problem, {
      argument: 'Keeping the recording outside',
      value: 'chosen',
      problem
    })
  }
  const audio = { path: recording.path, range: recording.range }
  const { range } = await writeProject({ path, project, factors, audio, isAudioEmbedded })
  const place = recording.range !== null && range !== null ? { path, range } : {}
  grants.changeRecording(grant, { ...recording, ...place, projectPath: path })
}
