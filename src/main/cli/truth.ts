import { join, resolve } from 'node:path'
import { estimatesOfStems } from '../evaluation/estimates'
import { checkFit, judgeStems, type StemJudgement } from '../evaluation/judge-stems'
import {
  closeAll,
  openRecording,
  openStemFolder,
  type NamedRecording,
  type StemFolder
} from '../evaluation/stem-folder'
import type { SeparateOptions } from './arguments'
import { Cancelled } from './finish-call'
import type { JobContext } from './job-separation'
import type { JobResult } from './job'
import { describePercent } from './progress-line'

/** The true stems that a separation is to be measured against, and the recording. */
export interface Truth extends StemFolder {
  readonly recording: NamedRecording
}

/**
 * Opens the folder of `--truth` before anything is separated.
 *
 * @throws AppError 'invalid-argument' {argument, value, problem} also when rates or lengths are not those of the recording
 */
export async function openTruth({ truthFolder, inputPath }: SeparateOptions): Promise<Truth> {
  const folder = await openStemFolder(resolve(truthFolder!), 'The option --truth')
  const recording = await openRecording(resolve(inputPath))
  const { fileName, samples } = recording
  checkFit({ names: [fileName], sampleRate: samples.sampleRate, lengths: [samples.lengthSamples] }, folder)
  return { ...folder, recording }
}

/** Measures the stems as they were written. @throws Cancelled */
export async function measureJob(
  truth: Truth,
  { options, job, progress, signal }: Pick<JobContext, 'options' | 'progress' | 'signal'> & { job: JobResult }
): Promise<StemJudgement> {
  const paths = job.exported.files.map(({ fileName }) => resolve(join(options.outFolder, fileName)))
  const stems: NamedRecording[] = []
  for (const path of paths) stems.push(await openRecording(path))
  const { fileName, samples } = truth.recording
  const outcome = await judgeStems(estimatesOfStems(stems, { name: fileName, samples }), truth, {
    view: 'mean',
    windowSamples: options.parameters.windowSamples,
    isCancelled: () => signal.aborted,
    onProgress: (fraction) => progress.show('judge', fraction, `Measuring: ${describePercent(fraction)}`)
  })
  closeAll(stems)
  if (outcome.kind !== 'done') throw new Cancelled()
  return outcome.value
}

export function closeTruth({ stems, recording, mixture }: Truth): void {
  closeAll([...stems, recording, ...(mixture ? [mixture] : [])])
}
