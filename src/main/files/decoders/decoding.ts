import type { ClipWarning } from '@core/audio/audio-clip'
import type { FinishedSamples } from '../samples/sample-writer'

/** What a decoder came to. */
export interface DecodedStream extends FinishedSamples {
  /** e.g. "FLAC 24 bit" */
  readonly format: string
  readonly warnings: ClipWarning[]
}

/** Decodes a file piece by piece; yields the fraction done. To cancel, return() it: it lets go of what it gathered. */
export type Decoding = AsyncGenerator<number, DecodedStream>

/** What every decoder is told besides the file. */
export interface DecodingLimits {
  /** decoded samples beyond this go to a temporary file, or stay in the recording's own where that can be */
  readonly memoryLimitBytes: number
  /** where the temporary file is made; the system's own folder when left out */
  readonly temporaryFolder?: string
}
