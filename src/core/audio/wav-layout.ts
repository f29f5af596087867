import { AppError } from '../errors'
import type { ClipWarning } from './audio-clip'
import { hasText, latinText, type ByteReader } from './byte-reader'
import type { SampleEncoding, WavEncoding } from './wav-samples'

/** Where the samples of a WAV file lie and how they are written. */
export interface WavLayout extends SampleEncoding {
  readonly sampleRate: number
  readonly channelCount: number
  /** e.g. "WAV 24 bit" */
  readonly format: string
  readonly dataOffset: number
  readonly lengthSamples: number
  readonly warnings: readonly ClipWarning[]
}

interface Chunk {
  readonly id: string
  readonly start: number
  readonly byteLength: number
}

/** Programs that cannot go back to correct the header write 0 or one of the largest numbers as the length. */
const smallestPlaceholder = 0x7fff_0000

const formatTags = { pcm: 1, float: 3, aLaw: 6, muLaw: 7, extensible: 0xfffe } as const

/** The last fourteen bytes of every sub-format GUID that stands for a format tag. */
const subFormatTail = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71]

/**
 * Reads the chunks of a WAV file (RIFF, RF64 or BW64) without touching its samples. Where the data chunk's length cannot be
 * right, what is there counts; a plausible length that the file does not hold is told as a warning.
 *
 * @throws AppError 'not-audio', 'damaged-file' {problem}, 'unsupported-format' {format}, 'empty-audio'
 * @see Microsoft & IBM 1991, Multimedia Programming Interface; EBU Tech 3306 (RF64); ITU-R BS.2088 (BW64)
 */
export function readWavLayout(file: ByteReader): WavLayout {
  if (!hasText(file, 8, 'WAVE')) throw new AppError('not-audio', 'not a RIFF WAVE file')
  const chunks = findChunks(file)
  const fmt = chunks.find(({ id }) => id === 'fmt ')
  const data = chunks.find(({ id }) => id === 'data')
  if (fmt === undefined) throw damaged('there is no fmt chunk')
  const sampleFormat = readSampleFormat(file, fmt)
  if (data === undefined) throw damaged('there is no data chunk')

  const present = file.byteLength - data.start
  const declared = declaredDataLength(file, chunks, data)
  const isPlaceholder = isPlaceholderLength(declared) && !(declared === 0 && isChunkChain(file, data.start))
  const used = isPlaceholder ? present : Math.min(declared, present)
  const frameBytes = sampleFormat.sampleBytes * sampleFormat.channelCount
  const lengthSamples = Math.floor(used / frameBytes)
  if (lengthSamples === 0) throw new AppError('empty-audio', 'the file holds no samples', { declaredBytes: declared })

  const warnings: ClipWarning[] = []
  const isCut = !isPlaceholder && declared > present
  if (isCut || used % frameBytes !== 0) {
    const declaredSamples = isPlaceholder ? null : Math.floor(declared / frameBytes)
    warnings.push({ kind: 'truncated', details: { declaredSamples, decodedSamples: lengthSamples } })
  }
  const end = data.start + used + (used % 2)
  if (end < file.byteLength && !isChunkChain(file, end)) {
    warnings.push({ kind: 'trailing-data', details: { bytes: file.byteLength - end } })
  }
  return { ...sampleFormat, dataOffset: data.start, lengthSamples, warnings }
}

function findChunks(file: ByteReader): Chunk[] {
  const chunks: Chunk[] = []
  for (let offset = 12; offset + 8 <= file.byteLength;) {
    const chunk = readChunk(file, offset)
    chunks.push(chunk)
    const actual = chunk.id === 'data' ? declaredDataLength(file, chunks, chunk) : chunk.byteLength
    offset += 8 + actual + (actual % 2)
  }
  return chunks
}

function readChunk(file: ByteReader, offset: number): Chunk {
  const header = file.read(offset, offset + 8)
  return { id: latinText(header.subarray(0, 4)), start: offset + 8, byteLength: viewOf(header).getUint32(4, true) }
}

/** RF64 and BW64 keep the length of the data in their ds64 chunk. */
function declaredDataLength(file: ByteReader, chunks: readonly Chunk[], data: Chunk): number {
  const ds64 = chunks.find(({ id }) => id === 'ds64')
  if (data.byteLength !== 0xffff_ffff || ds64 === undefined || ds64.start + 16 > file.byteLength) return data.byteLength
  return Number(viewOf(file.read(ds64.start, ds64.start + 16)).getBigUint64(8, true))
}

function isPlaceholderLength(declared: number): boolean {
  return declared === 0 || (declared >= smallestPlaceholder && declared <= 0xffff_ffff)
}

/** Whether well-formed chunks, and nothing else, reach from here to the end of the file. */
function isChunkChain(file: ByteReader, start: number): boolean {
  let offset = start
  while (offset + 8 <= file.byteLength) {
    const { id, byteLength } = readChunk(file, offset)
    if (!/^[\x20-\x7e]{4}$/.test(id)) return false
    offset += 8 + byteLength
    if (offset < file.byteLength) offset += byteLength % 2
  }
  return offset === file.byteLength
}

type SampleFormat = Pick<WavLayout, 'sampleRate' | 'channelCount' | 'encoding' | 'sampleBytes' | 'format'>

function readSampleFormat(file: ByteReader, fmt: Chunk): SampleFormat {
  const view = viewOf(file.read(fmt.start, fmt.start + Math.min(40, fmt.byteLength)))
  if (view.byteLength < 16) throw damaged('the fmt chunk is too short')
  const channelCount = view.getUint16(2, true)
  const sampleRate = view.getUint32(4, true)
  const blockBytes = view.getUint16(12, true)
  const bits = view.getUint16(14, true)
  const tag = readFormatTag(view)
  if (channelCount === 0) throw damaged('it says 0 channels')
  if (sampleRate === 0) throw damaged('it says 0 Hz')
  const encoding = encodingOf(tag, bits)
  const sampleBytes = blockBytes / channelCount
  if (!Number.isInteger(sampleBytes) || sampleBytes !== Math.ceil(bits / 8)) {
    throw damaged(`${blockBytes} bytes a block do not fit ${channelCount} channels of ${bits} bits`)
  }
  const allowed = encoding === 'float' ? [4, 8] : encoding === 'signed' ? [2, 3, 4] : [1]
  if (!allowed.includes(sampleBytes)) throw unsupported(`WAV with ${bits} bits`)
  return { sampleRate, channelCount, encoding, sampleBytes, format: formatName(encoding, bits) }
}

/** @param view the beginning of the fmt chunk */
function readFormatTag(view: DataView): number {
  const tag = view.getUint16(0, true)
  if (tag !== formatTags.extensible) return tag
  if (view.byteLength < 40) throw damaged('the extensible fmt chunk is too short')
  if (!subFormatTail.every((byte, index) => view.getUint8(26 + index) === byte)) {
    throw unsupported('WAV with an unknown sub-format')
  }
  return view.getUint16(24, true)
}

function encodingOf(tag: number, bits: number): WavEncoding {
  if (tag === formatTags.pcm) return bits <= 8 ? 'unsigned' : 'signed'
  if (tag === formatTags.float) return 'float'
  if (tag === formatTags.aLaw) return 'a-law'
  if (tag === formatTags.muLaw) return 'mu-law'
  throw unsupported(`WAV with codec 0x${tag.toString(16).padStart(4, '0')}`)
}

function formatName(encoding: WavEncoding, bits: number): string {
  if (encoding === 'a-law') return 'WAV A-law'
  if (encoding === 'mu-law') return 'WAV µ-law'
  return `WAV ${bits} bit${encoding === 'float' ? ' float' : ''}`
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', `WAV: ${problem}`, { problem })
}

function unsupported(format: string): AppError {
  return new AppError('unsupported-format', `${format} cannot be read`, { format })
}
