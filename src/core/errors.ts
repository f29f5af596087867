/** Every way in which the program refuses: a closed list, so that each has one sentence for people (clients/error-messages). */
export const errorCodes = [
  'not-audio',
  'unsupported-format',
  'damaged-file',
  'empty-audio',
  'file-unreadable',
  'file-unwritable',
  'file-changed',
  'not-a-project',
  'newer-project',
  'shape-mismatch',
  'negative-value',
  'invalid-argument',
  'unknown-id',
  'out-of-memory',
  'engine-died',
  'audio-output-failed',
  'unexpected'
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** The offending values: file names, counts, rates. Plain data, so that an error can cross processes. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/** An AppError as plain data. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
}

/** The only error class of the program. Its message is for developers; what a person reads is made from code and details. */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions
  ) {
    super(message, options)
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, details: this.details }
  }

  static fromData(data: ErrorData): AppError {
    return new AppError(data.code, data.message, data.details)
  }

  /** Wraps whatever was thrown; an AppError passes through unchanged. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    if (thrown instanceof RangeError && /allocation|array length|buffer/i.test(message)) {
      return new AppError('out-of-memory', message, {}, { cause: thrown })
    }
    return new AppError('unexpected', message, {}, { cause: thrown })
  }
}
