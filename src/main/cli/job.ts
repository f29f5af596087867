import { resolve } from 'node:path'
import type { ClipInfo, ExportResult, SeparationResult } from '@core/contract/engine'
import { singleComponents, suggestSources, type ComponentGroup } from './component-groups'
import { factorOutput, refuseOtherFactors, type FactorOutput } from './factor-output'
import { finish } from './finish-call'
import { separateClip, type JobContext, type JobSeparation } from './job-separation'
import { describePercent, describeSeconds } from './progress-line'
import { recordingStem, stemFileName } from './stem-names'

export const recordingGrant = 'recording'
export const folderGrant = 'stems'

export interface JobResult extends JobSeparation {
  readonly clip: ClipInfo
  readonly sources: readonly ComponentGroup[]
  /** what each written file holds, in the order of `exported.files` */
  readonly stems: readonly ComponentGroup[]
  readonly exported: ExportResult
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
  const { separation, proposal } = await separateClip(context, clip)
  const { factorsFolder, mayOverwrite, sourceCount, isPerComponent } = options
  const factors = factorsFolder === null ? null : factorOutput(separation)
  // Looked at before the stems are written: a run that is refused leaves nothing behind.
  if (factors !== null && !mayOverwrite) await refuseOtherFactors(resolve(factorsFolder!), factors)
  const sources = suggestSources(clip, separation, sourceCount)
  const stems = isPerComponent ? singleComponents(clip, separation) : sources
  const exported = await exportStems(context, { clip, separation, stems })
  return { clip, separation, proposal, sources, stems, exported, factors }
}

function exportStems(
  { engine, options, progress, signal }: JobContext,
  { clip, separation, stems }: { clip: ClipInfo; separation: SeparationResult; stems: readonly ComponentGroup[] }
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
      mayOverwrite: options.mayOverwrite
    },
    ({ fraction, remainingSeconds }) => {
      const left = remainingSeconds === null ? '' : `, ${describeSeconds(remainingSeconds)} left`
      progress.show('write', fraction, `Writing stems: ${describePercent(fraction)}${left}`)
    }
  )
  return finish(call, signal)
}
