import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { AppError } from '@core/errors'
import { defaultParameters } from '@core/separation/parameters'
import { ProgressLine, describePercent } from '../cli/progress-line'
import { errorReport, jsonErrorReport } from '../cli/report'
import { exitCodes, type Terminal } from '../cli/separate-command'
import { estimatesOfProject, estimatesOfStems, type ProjectEstimates } from './estimates'
import type { EvaluateOptions } from './evaluate-arguments'
import { judgeStems } from './judge-stems'
import { judgementJson, judgementTable } from './judgement-report'
import { closeAll, openStemFolder } from './stem-folder'

/** Does what `npm run evaluate` was asked for and tells its exit code. */
export async function evaluateCommand(
  options: EvaluateOptions,
  { stdout, stderr }: Terminal,
  signal: AbortSignal
): Promise<number> {
  const progress = new ProgressLine(stderr, !stderr.isTTY)
  try {
    const truth = await openStemFolder(resolve(options.truthFolder), 'The folder of true stems')
    const { estimates, windowSamples, close } = await openEstimates(resolve(options.inputPath))
    const outcome = await judgeStems(estimates, truth, {
      view: options.view,
      windowSamples: options.windowSamples ?? windowSamples,
      isCancelled: () => signal.aborted,
      onProgress: (fraction) => progress.show('judge', fraction, `Measuring: ${describePercent(fraction)}`)
    })
    progress.close()
    close()
    closeAll([...truth.stems, ...(truth.mixture ? [truth.mixture] : [])])
    if (outcome.kind !== 'done') {
      stderr.write('Cancelled.\n')
      return exitCodes.cancelled
    }
    stdout.write(options.isJson ? json(judgementJson(outcome.value)) : judgementTable(outcome.value))
    return exitCodes.done
  } catch (thrown) {
    progress.close()
    const error = AppError.from(thrown)
    stderr.write(errorReport(error, options.inputPath))
    if (options.isJson) stdout.write(json(jsonErrorReport(error, options.inputPath)))
    return exitCodes.failed
  }
}

async function openEstimates(path: string): Promise<ProjectEstimates> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false
  if (!isFolder && extname(path).toLowerCase() === '.unweave') return estimatesOfProject(path)
  const { stems, mixture } = await openStemFolder(path, 'The folder of stems')
  return {
    estimates: estimatesOfStems(stems),
    windowSamples: defaultParameters.windowSamples,
    close: () => closeAll([...stems, ...(mixture ? [mixture] : [])])
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
