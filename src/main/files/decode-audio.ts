import { setImmediate } from 'node:timers/promises'
import type { ClipWarning } from '@core/audio/audio-clip'
import { AppError } from '@core/errors'
import { decodeFlac } from './decoders/decode-flac'
import { decodeMp3 } from './decoders/decode-mp3'
import { decodeOgg } from './decoders/decode-ogg'
import { decodeWav } from './decoders/decode-wav'
import type { Decoding, DecodingLimits } from './decoders/decoding'
import { FileBytes } from './file-bytes'
import type { ByteSource } from './read-bytes'
import { defaultMemoryLimitBytes } from './samples/sample-writer'
import type { SampleStore } from './samples/sample-store'
import { sniffAudio } from './sniff'

export interface DecodedFile {
  /** the caller's to close */
  readonly samples: SampleStore
  /** per channel minimum and maximum of each 256 samples, see computePeaks */
  readonly peaks: Float32Array<ArrayBuffer>[]
  /** e.g. "FLAC 24 bit" */
  readonly format: string
  readonly byteLength: number
  readonly sha256: string
  readonly warnings: ClipWarning[]
}

export interface DecodeCallbacks {
  /** 0 … 1, by bytes */
  onProgress(fraction: number): void
  isCancelled(): boolean
}

/**
 * Decodes a WAV, FLAC, MP3, Ogg Vorbis or Opus file, told apart by content, at its own sample rate and with all its channels. Works
 * in short slices, so that whoever else runs in this process is not held up, and holds neither the file nor, beyond a limit, its
 * samples in memory. What is wrong with the file is in the warnings.
 *
 * @returns null when it was cancelled
 * @throws AppError 'file-unreadable', 'empty-audio', 'not-audio', 'unsupported-format' {format}, 'damaged-file' {problem},
 *   'file-unwritable' {reason, temporaryFolder}, 'out-of-memory'; all with {name}
 */
export async function decodeAudioFile(
  file: ByteSource & { readonly name: string },
  callbacks: DecodeCallbacks,
  limits: DecodingLimits = { memoryLimitBytes: defaultMemoryLimitBytes }
): Promise<DecodedFile | null> {
  try {
    const bytes = await FileBytes.open(file)
    try {
      return await decode(bytes, callbacks, limits)
    } finally {
      bytes.close()
    }
  } catch (thrown) {
    const { code, message, details } = AppError.from(thrown)
    throw new AppError(code, message, { name: file.name, ...details }, { cause: thrown })
  }
}

async function decode(
  bytes: FileBytes,
  { onProgress, isCancelled }: DecodeCallbacks,
  limits: DecodingLimits
): Promise<DecodedFile | null> {
  const decoding = startDecoding(bytes, limits)
  for (;;) {
    const step = await decoding.next()
    if (step.done) {
      const { store, peaks, format, warnings } = step.value
      const sha256 = await finishHash(bytes, isCancelled)
      if (sha256 === null) {
        store.close()
        return null
      }
      onProgress(1)
      const told = warnings.map((warning) => withSampleRate(warning, store.sampleRate))
      return { samples: store, peaks, format, byteLength: bytes.byteLength, sha256, warnings: told }
    }
    onProgress(Math.min(1, step.value))
    await setImmediate()
    if (isCancelled()) {
      await decoding.return(undefined as never)
      return null
    }
  }
}

async function finishHash(bytes: FileBytes, isCancelled: () => boolean): Promise<string | null> {
  const hashing = bytes.sha256()
  for (;;) {
    const step = hashing.next()
    if (step.done) return step.value
    await setImmediate()
    if (isCancelled()) return null
  }
}

function startDecoding(file: FileBytes, limits: DecodingLimits): Decoding {
  const content = sniffAudio(file)
  switch (content.kind) {
    case 'wav':
      return decodeWav(file, limits)
    case 'flac':
      return decodeFlac(file, content.start, limits)
    case 'mp3':
      return decodeMp3(file, content.start, limits)
    case 'vorbis':
    case 'opus':
      return decodeOgg(file, content.start, content.kind, limits)
    case 'unsupported':
      throw new AppError('unsupported-format', `${content.format} cannot be read`, { format: content.format })
    case 'empty':
      throw new AppError('empty-audio', 'the file is empty', { byteLength: 0 })
    case 'unknown':
      throw new AppError('not-audio', 'the content is no known kind of recording', { byteLength: file.byteLength })
  }
}

/** So that lengths can be told in seconds. */
function withSampleRate(warning: ClipWarning, sampleRate: number): ClipWarning {
  return 'decodedSamples' in warning.details ? { ...warning, details: { ...warning.details, sampleRate } } : warning
}
