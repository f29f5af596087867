import { lstat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Grant } from '@core/contract/engine'
import { describeWarning } from '@core/contract/warning-sentences'
import { AppError } from '@core/errors'
import type { SeparateOptions } from './arguments'
import { writeFactors } from './factor-output'
import { Cancelled } from './finish-call'
import { folderGrant, recordingGrant, runJob, type JobResult } from './job'
import { exampleGrant } from './known-sources'
import { jsonReport } from './json-report'
import { startLocalEngine } from './local-engine'
import { writePicture } from './picture-output'
import { judgementJson, judgementTable } from '../evaluation/judgement-report'
import { ProgressLine } from './progress-line'
import { writeJobProject } from './project-output'
import { closeTruth, measureJob, openTruth, type Truth } from './truth'
import { compareMethods, comparisonTable } from './compare'
import type { JobContext } from './job-separation'
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
        ...exampleGrants(options),
        { kind: 'export-folder', grant: folderGrant, path: resolve(options.outFolder) }
      ],
      threadCount: options.threadCount
    })
    const job = await runJob({ engine, options, progress, signal })
    progress.close()
    for (const warning of job.clip.warnings)
      stderr.write(`Note: ${describeWarning(warning, name, job.clip.sampleRate)}\n`)
    for (const problem of job.examples?.flatMap(({ problems }) => problems) ?? []) stderr.write(`Note: ${problem}\n`)
    if (options.projectPath !== null)
      await writeJobProject(resolve(options.projectPath), resolve(options.inputPath), job)
    if (job.factors !== null) await writeFactors(resolve(options.factorsFolder!), job.factors)
    if (options.picturePath !== null) await writePicture(resolve(options.picturePath), engine, job)
    const measured = truth === null ? null : await measure(truth, { engine, options, job, progress, signal })
    progress.close()
    if (options.isJson) stdout.write(json({ ...jsonReport(options, job), ...measured?.json }))
    else stdout.write(humanReport(options, job) + (measured?.text ?? ''))
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

/** What `--truth` and `--compare` ask for. */
async function measure(truth: Truth, context: JobContext & { readonly job: JobResult }) {
  const judged = await measureJob(truth, context)
  const compared = context.options.isCompared ? await compareMethods(context, context.job, truth) : null
  closeTruth(truth)
  return {
    json: { truth: judgementJson(judged), ...(compared && { compared }) },
    text: `\n${judgementTable(judged)}${compared ? comparisonTable(compared) : ''}`
  }
}

function exampleGrants({ knownSources }: SeparateOptions): Grant[] {
  const examples = knownSources?.examples ?? []
  return examples.flatMap(({ path }, index): Grant[] => {
    if (path === null) return []
    return [{ kind: 'audio-file', grant: exampleGrant(index), path: resolve(path), name: basename(path), range: null }]
  })
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
