import { basename } from 'node:path'
import type { ClipInfo, EngineMethods } from '@core/contract/engine'
import type { Client } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { modelOf } from '@core/separation/factor-model'
import { readProject } from '../files/project-archive'

/**
 * Puts the separation of a project into the engine, for another one of the same recording to go on from.
 *
 * @returns its id
 * @throws AppError 'invalid-argument' when the project has none or is of another recording; as readProject does
 */
export async function putWarmSeparation(
  engine: Client<EngineMethods>,
  { clipId, sha256 }: ClipInfo,
  projectPath: string
): Promise<string> {
  const refuse = (problem: string) => {
    const details = { argument: 'The option --warm', value: `“${basename(projectPath)}”`, problem }
    return new AppError('invalid-argument', `${projectPath}: ${problem}`, details)
  }
  const { project, factors } = await readProject(projectPath)
  if (project.audio?.sha256 !== sha256) throw refuse('it is a project of another recording')
  if (project.separation === null || factors === null) throw refuse('its recording is not separated yet')
  const { id, parameters, binCount, columnCount } = project.separation
  const { W, H, channelGains } = factors
  await engine.call('putSeparation', {
    clipId,
    separationId: id,
    parameters,
    factors: {
      rank: parameters.componentCount,
      binCount,
      columnCount,
      model: modelOf(parameters, channelGains),
      W,
      H
    }
  })
  return id
}
