import type { ClipWarning } from '@core/audio/audio-clip'
import { describeError as describeErrorData, type ErrorDescription } from '@core/contract/error-sentences'
import { describeWarning as describeWarningOf } from '@core/contract/warning-sentences'
import { AppError, errorCodes, type ErrorData } from '@core/errors'

/** The sentences for whatever was thrown or arrived as an error; `subject` is the name of the file that was acted on. */
export function describeError(error: unknown, subject?: string): ErrorDescription {
  return describeErrorData(toErrorData(error), subject)
}

/** What was wrong with the file of a clip that could be read all the same. */
export function describeWarning(
  warning: ClipWarning,
  clip: { readonly name: string; readonly sampleRate: number }
): string {
  return describeWarningOf(warning, clip.name, clip.sampleRate)
}

/** An error of any kind as plain data. */
export function toErrorData(error: unknown): ErrorData {
  return isErrorData(error) ? error : AppError.from(error).toData()
}

function isErrorData(value: unknown): value is ErrorData {
  if (typeof value !== 'object' || value === null || value instanceof Error) return false
  const { code, message, details } = value as Partial<ErrorData>
  return (
    errorCodes.some((known) => known === code) &&
    typeof message === 'string' &&
    typeof details === 'object' &&
    details !== null
  )
}
