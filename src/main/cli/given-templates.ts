import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { orderedValues, readNpy, type NpyArray } from '@core/audio/npy'
import { AppError } from '@core/errors'
import { windowSizes, type WindowSamples } from '@core/separation/parameters'

/** Templates from outside, in the layout of W. */
export interface GivenTemplates {
  /** (bins × count), template after template */
  readonly W: Float32Array<ArrayBuffer>
  readonly count: number
}

/** More than any window and number of components come to. */
const largestFileBytes = 2 ** 26

/**
 * Reads templates that NumPy wrote: bins × n, or bins for a single one, in either order, float32 or float64.
 *
 * @throws AppError 'file-unreadable', 'damaged-file', 'unsupported-format' with the name of the file; 'invalid-argument' when
 *   they do not fit the window or hold what no template can
 */
export async function readGivenTemplates(path: string, windowSamples: WindowSamples): Promise<GivenTemplates> {
  const array = parse(path, await readBytes(path))
  const [binCount, ...rest] = array.shape
  const count = rest.reduce((product, extent) => product * extent, 1)
  if (array.shape.length === 3 && array.shape[1] !== 1) {
    throw unusable(path, `its templates are ${array.shape[1]} columns long, but fixed templates are one column long`)
  }
  checkBins(path, binCount!, { windowSamples, count })
  if (count < 1) throw unusable(path, 'there is no template in it')
  const W = orderedValues(array, true)
  for (let k = 0; k < count; k++) {
    const template = W.subarray(k * binCount!, (k + 1) * binCount!)
    const wrong = template.find((value) => !(value >= 0 && value < Infinity))
    if (wrong !== undefined)
      throw unusable(path, `template ${k + 1} holds ${wrong}, and templates are never ${kind(wrong)}`)
    if (!template.some((value) => value > 0)) throw unusable(path, `template ${k + 1} is 0 everywhere`)
  }
  return { W, count }
}

function checkBins(path: string, binCount: number, has: { windowSamples: WindowSamples; count: number }): void {
  const expected = has.windowSamples / 2 + 1
  if (binCount === expected) return
  const fitting = windowSizes.find((size) => size / 2 + 1 === binCount)
  const advice =
    fitting !== undefined
      ? `; --window ${fitting} fits them`
      : has.count === expected
        ? '; it seems to hold bins along its columns, so save W.T instead'
        : ', and no window gives as many'
  throw unusable(
    path,
    `its templates have ${binCount} bins instead of the ${expected} of a window of ${has.windowSamples}${advice}`
  )
}

function kind(value: number): string {
  return value < 0 && value > -Infinity ? 'negative' : 'infinite or not a number'
}

function unusable(path: string, problem: string): AppError {
  const details = { argument: 'The option --fixed-templates', value: `“${basename(path)}”`, problem }
  return new AppError('invalid-argument', `${path}: ${problem}`, details)
}

async function readBytes(path: string): Promise<Uint8Array> {
  const name = basename(path)
  try {
    const stats = await stat(path)
    if (stats.isFile() && stats.size > largestFileBytes) throw unusable(path, 'it is larger than templates can be')
    return await readFile(path)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const reason = (thrown as NodeJS.ErrnoException).code ?? String(thrown)
    throw new AppError('file-unreadable', `${path}: ${reason}`, { name, path, reason }, { cause: thrown })
  }
}

function parse(path: string, bytes: Uint8Array): NpyArray {
  try {
    return readNpy(bytes)
  } catch (thrown) {
    const { message, details } = AppError.from(thrown)
    throw unusable(
      path,
      String(details['problem'] ?? `it is ${String(details['format'] ?? message)}, not of bins × templates`)
    )
  }
}
