import { basename } from 'node:path'
import { AppError } from '@core/errors'
import { sourceGroup, streamGroup } from '@core/evaluation/signal-group'
import { modelOf } from '@core/separation/factor-model'
import type { Factors } from '@core/separation/factors'
import { MaskStream } from '@core/separation/mask-stream'
import type { SeparationParameters } from '@core/separation/parameters'
import { decodeAudioFile } from '../files/decode-audio'
import { readProject } from '../files/project-archive'
import type { Estimates } from './judge-stems'
import type { NamedRecording } from './stem-folder'

/** Written stems as what is judged. */
export function estimatesOfStems(stems: readonly NamedRecording[], mixture: Estimates['mixture'] = null): Estimates {
  const [first] = stems
  for (const { fileName, samples } of stems) {
    if (samples.sampleRate === first!.samples.sampleRate) continue
    const problem = `${fileName} has ${samples.sampleRate} Hz and ${first!.fileName} ${first!.samples.sampleRate} Hz`
    throw new AppError('invalid-argument', problem, { argument: 'The stems', value: 'judged together', problem })
  }
  return {
    names: stems.map(({ fileName }) => fileName),
    group: sourceGroup(stems.map(({ samples }) => samples)),
    sampleRate: first!.samples.sampleRate,
    lengths: stems.map(({ samples }) => samples.lengthSamples),
    mixture
  }
}

/** What a project's sources sound like at 0 dB, whatever its faders, mutes and regions, and the window of its separation. */
export interface ProjectEstimates {
  readonly estimates: Estimates
  readonly windowSamples: number
  close(): void
}

/**
 * The sources of a project as what is judged; components of no source make one more.
 *
 * @throws AppError 'invalid-argument' {argument, value, problem} when there are no sources; as readProject and decodeAudioFile do
 */
export async function estimatesOfProject(path: string): Promise<ProjectEstimates> {
  const { project, factors, audio } = await readProject(path)
  const { separation, sources, components } = project
  if (separation === null || factors === null || sources.length === 0) {
    const problem = separation === null ? 'its recording is not separated yet' : 'its components are in no source yet'
    throw new AppError('invalid-argument', `${path}: ${problem}`, {
      argument: 'The project to judge',
      value: `“${basename(path)}”`,
      problem
    })
  }
  const { name } = project.audio!
  const decoded = await decodeAudioFile({ ...audio, name }, { onProgress: () => undefined, isCancelled: () => false })
  const { samples } = decoded!
  const { parameters, binCount, columnCount } = separation
  const { W, H, channelGains } = factors
  const rank = components.length
  const model = modelOf(parameters, channelGains)
  const hasRest = components.some(({ sourceId }) => sourceId === null)
  const parts = [...sources, ...(hasRest ? [{ id: null, name: 'Components of no source' }] : [])]
  const groups = parts.map((part) => ({
    name: part.name,
    componentIndices: components.filter(({ sourceId }) => sourceId === part.id).map(({ index }) => index)
  }))
  const separated = { factors: { rank, binCount, columnCount, model, W, H }, parameters }
  return {
    estimates: estimatesOfGroups({ name, samples }, separated, groups),
    windowSamples: parameters.windowSamples,
    close: () => samples.close()
  }
}

/** What groups of components sound like by masks alone, at 0 dB. */
export function estimatesOfGroups(
  mixture: NonNullable<Estimates['mixture']>,
  { factors, parameters }: { readonly factors: Factors; readonly parameters: SeparationParameters },
  groups: readonly { readonly name: string; readonly componentIndices: readonly number[] }[]
): Estimates {
  const { samples } = mixture
  const { windowSamples, hopSamples } = parameters
  const streams = groups.map(({ componentIndices }) => {
    const stream = new MaskStream({
      ...{ source: samples, factors, windowSamples, hopSamples },
      sampleRate: samples.sampleRate
    })
    const gains = new Float32Array(factors.rank)
    for (const index of componentIndices) gains[index] = 1
    stream.setGains(gains)
    return stream
  })
  return {
    names: groups.map((group) => group.name),
    group: streamGroup(streams, samples.channelCount),
    sampleRate: samples.sampleRate,
    lengths: groups.map(() => samples.lengthSamples),
    mixture
  }
}
