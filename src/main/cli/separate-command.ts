import { lstat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { describeWarning } from '@core/contract/warning-sentences'
import { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import { writeFactors } from './factor-output'
import { Cancelled } from './finish-call'
import { folderGrant, recordingGrant, runJob } from './job'
import { jsonReport } from './json-report'
import { startLocalEngine } from './local-engine'
import { writePicture } from './picture-output'
import { judgementJson, judgementTable } from '../evaluation/judgement-report'
import { ProgressLine } from './progress-line'
import { writeJobProject } from './project-output'
import { measureJob, openTruth } from './truth'
import { errorReport, humanReport, jsonErrorReport } from './report'

export interface Terminal {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

export const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

/** Does what `npm run separate` was asked for and tells its exit code. Stderr is for people, stdout for the result. */
export async function separateCommand(
  options: SeparateOptions,
  { stdout, stderr }: Terminal,
  signal: AbortSignal
): Promise<number> {
  const name = basename(options.inputPath)
  const progress = new ProgressLine(stderr, options.isQuiet)
  try {
    if (!options.mayOverwrite) await refuseExisting([options.projectPath, options.picturePath])
    const truth = options.truthFolder === null ? null : await openTruth(options)
    const engine = startLocalEngine({
      grants: [
        { kind: 'audio-file', grant: recordingGrant, path: resolve(options.inputPath), name, range: null },
        { kind: 'export-folder', grant: folderGrant, path: resolve(options.outFolder) }
      ],
      threadCount: options.threadCount
    })
    const job = await runJob({ engine, options, progress, signal })
    progress.close()
    for (const warning of job.clip.warnings)
      stderr.write(`Note: ${describeWarning(warning, name, job.clip.sampleRate)}\n`)
    if (options.projectPath !== null)
      await writeJobProject(resolve(options.projectPath), resolve(options.inputPath), job)
    if (job.factors !== null) await writeFactors(resolve(options.factorsFolder!), job.factors)
    if (options.picturePath !== null) await writePicture(resolve(options.picturePath), engine, job)
    const judged = truth === null ? null : await measureJob(truth, { options, job, progress, signal })
    progress.close()
    const isJson = options.isJson
    if (isJson) stdout.write(json({ ...jsonReport(options, job), ...(judged && { truth: judgementJson(judged) }) }))
    else stdout.write(humanReport(options, job) + (judged ? `\n${judgementTable(judged)}` : ''))
    return exitCodes.done
  } catch (thrown) {
    progress.close()
    if (thrown instanceof Cancelled) {
      stderr.write('Cancelled. No stems were written.\n')
      return exitCodes.cancelled
    }
    const error = AppError.from(thrown)
    stderr.write(errorReport(error, name))
    if (options.isJson) stdout.write(json(jsonErrorReport(error, name)))
    return exitCodes.failed
  }
}

async function refuseExisting(paths: readonly (string | null)[]): Promise<void> {
  const existing: string[] = []
  for (const path of paths) {
    const isThere = path !== null && (await lstat(path).catch(() => null)) !== null
    if (isThere) existing.push(path)
  }
  if (existing.length === 0) return
  const names = existing.join(', ')
  throw new AppError('file-unwritable', `${names}: exists`, { existing: names })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
