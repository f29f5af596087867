import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { AudioClip, ClipWarning } from '@core/audio/audio-clip'
import { AppError } from '@core/errors'
import type { Decoding } from './decoders/clip-collector'
import { decodeFlac } from './decoders/decode-flac'
import { decodeMp3 } from './decoders/decode-mp3'
import { decodeOgg } from './decoders/decode-ogg'
import { decodeWav } from './decoders/decode-wav'
import { byteLengthOf, readSlices, type ByteSource } from './read-bytes'
import { sniffAudio } from './sniff'

export interface DecodedFile {
  readonly clip: AudioClip
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

/** Reading a file takes about this part of the whole. */
const readingFraction = 0.1

/**
 * Decodes a WAV, FLAC, MP3, Ogg Vorbis or Opus file, told apart by content, at its own sample rate and with all its channels. Works
 * in short slices, so that whoever else runs in this process is not held up. What is wrong with the file is in the warnings.
 *
 * @returns null when it was cancelled
 * @throws AppError 'file-unreadable', 'empty-audio', 'not-audio', 'unsupported-format' {format}, 'damaged-file' {problem},
 *   'out-of-memory'; all with {name}
 */
export async function decodeAudioFile(
  file: ByteSource & { readonly name: string },
  callbacks: DecodeCallbacks
): Promise<DecodedFile | null> {
  try {
    return await decode(file, callbacks)
  } catch (thrown) {
    const { code, message, details } = AppError.from(thrown)
    throw new AppError(code, message, { name: file.name, ...details }, { cause: thrown })
  }
}

async function decode(
  file: ByteSource & { readonly name: string },
  { onProgress, isCancelled }: DecodeCallbacks
): Promise<DecodedFile | null> {
  const bytes = new Uint8Array(await byteLengthOf(file))
  const hash = createHash('sha256')
  let length = 0
  for await (const slice of readSlices(file)) {
    bytes.set(slice, length)
    length += slice.length
    hash.update(slice)
    if (isCancelled()) return null
    onProgress((readingFraction * length) / bytes.length)
  }

  const decoding = startDecoding(bytes)
  for (;;) {
    const step = await decoding.next()
    if (step.done) {
      const { sampleRate, channels, format, warnings } = step.value
      onProgress(1)
      const clip = { sampleRate, lengthSamples: channels[0]!.length, channels }
      const told = warnings.map((warning) => withSampleRate(warning, sampleRate))
      return { clip, format, byteLength: bytes.length, sha256: hash.digest('hex'), warnings: told }
    }
    onProgress(readingFraction + (1 - readingFraction) * Math.min(1, step.value))
    await setImmediate()
    if (isCancelled()) {
      await decoding.return(undefined as never)
      return null
    }
  }
}

function startDecoding(bytes: Uint8Array): Decoding {
  const content = sniffAudio(bytes)
  switch (content.kind) {
    case 'wav':
      return decodeWav(bytes)
    case 'flac':
      return decodeFlac(bytes, content.start)
    case 'mp3':
      return decodeMp3(bytes, content.start)
    case 'vorbis':
    case 'opus':
      return decodeOgg(bytes, content.start, content.kind)
    case 'unsupported':
      throw new AppError('unsupported-format', `${content.format} cannot be read`, { format: content.format })
    case 'empty':
      throw new AppError('empty-audio', 'the file is empty', { byteLength: 0 })
    case 'unknown':
      throw new AppError('not-audio', 'the content is no known kind of recording', { byteLength: bytes.length })
  }
}

/** So that lengths can be told in seconds. */
function withSampleRate(warning: ClipWarning, sampleRate: number): ClipWarning {
  return 'decodedSamples' in warning.details ? { ...warning, details: { ...warning.details, sampleRate } } : warning
}
