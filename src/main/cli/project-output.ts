import { applyEdit } from '@core/project/edits'
import { emptyProject, type Project } from '@core/project/project'
import { channelGainsOf } from '@core/separation/factor-model'
import { writeProject } from '../files/project-archive'
import type { JobResult } from './job'

/** Writes what the run came to as a project that the editor opens, with the recording inside. */
export async function writeJobProject(path: string, recordingPath: string, job: JobResult): Promise<void> {
  const { W, H, model } = job.separation.factors
  await writeProject({
    path,
    project: projectOf(job),
    factors: { W, H, channelGains: channelGainsOf(model) },
    audio: { path: recordingPath, range: null },
    isAudioEmbedded: true
  })
}

function projectOf({ clip, separation, sources, labelled, hints, painted }: JobResult): Project {
  const { name, sampleRate, channelCount, lengthSamples, byteLength, sha256 } = clip
  const { binCount, columnCount } = separation.factors
  const separated = applyEdit(
    { ...emptyProject, audio: { name, sampleRate, channelCount, lengthSamples, byteLength, sha256 } },
    {
      type: 'set-separation',
      separation: {
        id: separation.separationId,
        parameters: separation.parameters,
        binCount,
        columnCount,
        costs: separation.costs,
        splitCount: 0,
        // The time it took differs from run to run; the file must not.
        seconds: 0
      }
    }
  )
  const grouped = applyEdit(separated, {
    type: 'group-components',
    groups: sources.map((source, index) => ({
      id: sourceId(index + 1),
      name: source.name,
      componentIds: source.componentIndices.map((component) => separated.components[component]!.id)
    }))
  })
  const placed = [...labelled, ...(hints?.relabelled ?? []).map(({ componentIndex }) => componentIndex)]
  const ids = placed.map((index) => grouped.components[index]!.id)
  return painted.reduce<Project>(
    (project, hint, index) =>
      applyEdit(project, {
        type: 'add-hint',
        hint: { ...hint, id: `hint-${index + 1}`, source: sourceId(hint.source) }
      }),
    applyEdit(grouped, { type: 'place-components', ids, isPlaced: true })
  )
}

function sourceId(number: number | string): string {
  return `source-${number}`
}
