import { resolve } from 'node:path'
import type { ClipInfo } from '@core/contract/engine'
import type { ExportResult } from '@core/contract/export-schemas'
import type { Hint } from '@core/separation/hints'
import {
  groupSources,
  previewGroups,
  singleComponents,
  type ComponentGroup,
  type GroupedSources
} from './component-groups'
import { factorOutput, refuseOtherFactors, type FactorOutput } from './factor-output'
import { finish } from './finish-call'
import { applyHints, type HintedJob, type HintOutcome } from './hinted-job'
import { readLabels } from './labels-file'
import { separateKnown, type LearnedExample } from './known-sources'
import { separateClip, type JobContext, type JobSeparation } from './job-separation'
import { describePercent, describeSeconds } from './progress-line'
import { recordingStem, stemFileName } from './stem-names'

export const recordingGrant = 'recording'
export const folderGrant = 'stems'
const standardPreviewCount = 8

export interface JobResult extends JobSeparation {
  readonly clip: ClipInfo
  readonly sources: readonly ComponentGroup[]
  /** components that a person labelled */
  readonly labelled: readonly number[]
  /** what the sources were proposed from; null where they were known or need no grouping */
  readonly grouping: GroupedSources['proposals']
  /** what each written file holds, in the order of `exported.files` */
  readonly stems: readonly ComponentGroup[]
  readonly exported: ExportResult
  /** what examples there were; null when the sources were not known */
  readonly examples: readonly LearnedExample[] | null
  /** null when there were none */
  readonly hints: HintOutcome | null
  /** the hints themselves, about sources by their number */
  readonly painted: readonly Hint[]
  /** still to be written; null when they were not asked for */
  readonly factors: FactorOutput | null
}

/**
 * Opens a recording, separates it, groups its components and exports the stems.
 *
 * @throws Cancelled when the signal was aborted; AppError
 */
export async function runJob(context: JobContext): Promise<JobResult> {
  const { engine, options, progress, signal } = context
  const clip = await finish(
    engine.start('openAudio', { grant: recordingGrant }, ({ fraction }) => {
      progress.show('read', fraction, `Reading: ${describePercent(fraction)}`)
    }),
    signal
  )
  const { factorsFolder, mayOverwrite, isPerComponent, previewCount } = options
  const { proposal, examples, grouping, labelled, ...separated } = await separateSources(context, clip)
  const { separation, sources, hints, shaping } = await applyHints(context, clip, separated)
  const factors = factorsFolder === null ? null : factorOutput(separation)
  // Looked at before the stems are written: a run that is refused leaves nothing behind.
  if (factors !== null && !mayOverwrite) await refuseOtherFactors(resolve(factorsFolder!), factors)
  const stems = isPerComponent
    ? singleComponents(clip, separation)
    : previewCount !== null && grouping !== null
      ? previewGroups(grouping)
      : sources
  const exported = await exportStems(context, { clip, separation, stems, shaping })
  return {
    ...{ clip, separation, proposal, sources, labelled, grouping, stems, exported, examples, factors },
    ...{ hints, painted: shaping?.hints ?? [] }
  }
}

/** The separation and what is in which source: by known sources, or by the grouping that was learned. */
async function separateSources(context: JobContext, clip: ClipInfo) {
  const { knownSources, sourceCount, labelsPath, previewCount } = context.options
  if (knownSources !== null)
    return { ...(await separateKnown(context, clip, knownSources)), proposal: null, grouping: null, labelled: [] }
  const { separation, proposal } = await separateClip(context, clip)
  const labels = labelsPath === null ? null : await readLabels(labelsPath, separation.factors.rank)
  const wish = { sourceCount, labels, previewCount: previewCount ?? standardPreviewCount }
  const { sources, proposals } = await groupSources(context, clip, separation, wish)
  return {
    separation,
    proposal,
    sources,
    labelled: [...(labels?.sourceOf.keys() ?? [])],
    grouping: proposals,
    examples: null
  }
}

function exportStems(
  { engine, options, progress, signal }: JobContext,
  {
    clip,
    separation,
    stems,
    shaping
  }: Pick<HintedJob, 'separation' | 'shaping'> & { clip: ClipInfo; stems: readonly ComponentGroup[] }
): Promise<ExportResult> {
  const recording = recordingStem(options.inputPath)
  const call = engine.start(
    'exportStems',
    {
      clipId: clip.clipId,
      separationId: separation.separationId,
      folderGrant,
      stems: stems.map(({ label, componentIndices }, index) => ({
        fileName: stemFileName({ recording, number: index + 1, count: stems.length, label }),
        componentIndices: [...componentIndices]
      })),
      residualFileName: null,
      format: options.format,
      gains: new Float32Array(separation.factors.rank).fill(1),
      shaping,
      mayOverwrite: options.mayOverwrite
    },
    ({ fraction, remainingSeconds }) => {
      const left = remainingSeconds === null ? '' : `, ${describeSeconds(remainingSeconds)} left`
      progress.show('write', fraction, `Writing stems: ${describePercent(fraction)}${left}`)
    }
  )
  return finish(call, signal)
}
