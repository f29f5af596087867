import type { ClipInfo, EngineMethods, ExportResult, SeparationResult } from '@core/contract/engine'
import type { Call, Client } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import { singleComponents, suggestSources, type ComponentGroup } from './component-groups'
import { describeSeconds, describeSeparation, type ProgressLine } from './progress-line'
import { recordingStem, stemFileName } from './stem-names'

export const recordingGrant = 'recording'
export const folderGrant = 'stems'

export interface JobResult {
  readonly clip: ClipInfo
  readonly separation: SeparationResult
  readonly sources: readonly ComponentGroup[]
  /** what each written file holds, in the order of `exported.files` */
  readonly stems: readonly ComponentGroup[]
  readonly exported: ExportResult
}

/** The person stopped the run. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/**
 * Opens a recording, separates it, groups its components and exports the stems.
 *
 * @throws Cancelled when `signal` was aborted; AppError
 */
export async function runJob(
  engine: Client<EngineMethods>,
  options: SeparateOptions,
  { progress, signal }: { progress: ProgressLine; signal: AbortSignal }
): Promise<JobResult> {
  const clip = await finish(
    engine.start('openAudio', { grant: recordingGrant }, ({ fraction }) => {
      progress.show('read', fraction, `Reading: ${percent(fraction)}`)
    }),
    signal
  )
  const { clipId } = clip
  const separation = await finish(
    engine.start('separate', { clipId, parameters: options.parameters }, (now) => {
      progress.show(now.phase, now.iteration / now.iterationCount, describeSeparation(now))
    }),
    signal
  )
  const sources = suggestSources(clip, separation, options.sourceCount)
  const stems = options.isPerComponent ? singleComponents(clip, separation) : sources
  const recording = recordingStem(options.inputPath)
  const exported = await finish(
    engine.start(
      'exportStems',
      {
        clipId,
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
        progress.show('write', fraction, `Writing stems: ${percent(fraction)}${left}`)
      }
    ),
    signal
  )
  return { clip, separation, sources, stems, exported }
}

async function finish<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
  const cancel = () => call.interrupt('cancel')
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  const outcome = await call.outcome.finally(() => signal.removeEventListener('abort', cancel))
  switch (outcome.kind) {
    case 'done':
      return outcome.value
    case 'cancelled':
      throw new Cancelled()
    case 'failed':
      throw AppError.fromData(outcome.error)
  }
}

function percent(fraction: number): string {
  return `${Math.floor(fraction * 100)} %`
}
