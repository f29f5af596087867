import { parseArgs } from 'node:util'
import type { JudgedView } from '@core/evaluation/judge'
import { windowSizes, type WindowSamples } from '@core/separation/parameters'
import { orList, UsageError } from '../cli/option-values'

export interface EvaluateOptions {
  /** a project, or a folder of stems */
  readonly inputPath: string
  readonly truthFolder: string
  readonly view: JudgedView
  /** null: that of the project, or the standard */
  readonly windowSamples: WindowSamples | null
  readonly isJson: boolean
}

export const evaluateHelp = `Measures stems against the true ones: SDR, SIR and SAR of BSS-eval v3 and SI-SDR, beside those of the recording
itself and of ideal ratio masks.

Usage
  npm run evaluate -- <project.unweave | folder of stems> <folder of true stems> [options]

Stems go with the true ones by the best assignment. Of more stems than true ones the best count; one that is missing counts
as -60 dB. A file called mix in the true folder is the recording; without one it is that of the project, or the sum of the true stems.
The sources of a project are taken at 0 dB.

Options
      --per-channel     measure each channel and take the mean; without it the mean of the channels is measured
  -w, --window <n>      samples of a spectrum of the ideal masks               (default: the project's, or 4096)
      --json            print the result as JSON
  -h, --help            this text

Exit codes
  0 done   1 failed   2 wrong usage   130 cancelled (Ctrl+C)
`

/** @returns null when help was asked for. @throws UsageError */
export function parseEvaluateArguments(args: readonly string[]): EvaluateOptions | null {
  const { values, positionals } = parsed(args)
  if (values.help) return null
  const [inputPath, truthFolder, ...others] = positionals
  if (!inputPath || !truthFolder || others.length > 0) {
    throw new UsageError('Name two things: a project or a folder of stems, and the folder of the true stems.')
  }
  const windowSamples = windowSizes.find((size) => String(size) === values.window) ?? null
  if (values.window !== undefined && windowSamples === null) {
    throw new UsageError(`--window "${values.window}" cannot be used: give ${orList(windowSizes)}.`)
  }
  const view = values['per-channel'] ? 'channels' : 'mean'
  return { inputPath, truthFolder, view, windowSamples, isJson: values.json ?? false }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'per-channel': { type: 'boolean' },
        window: { type: 'string', short: 'w' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' }
      },
      allowPositionals: true
    })
  } catch (thrown) {
    const [sentence] = (thrown as Error).message.split('. ')
    throw new UsageError(`${sentence!.replace(/\.$/, '').replace(/'/g, '"')}.`)
  }
}
