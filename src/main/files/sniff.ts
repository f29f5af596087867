import { hasText, latinText, type ByteReader } from '@core/audio/byte-reader'
import { findMpegStream } from './decoders/mpeg-frames'

/** What a file is by its content; its name is never looked at. */
export type AudioContent =
  | {
      readonly kind: 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus'
      /** where it begins, behind ID3 tags */ readonly start: number
    }
  | { readonly kind: 'unsupported'; readonly format: string }
  | { readonly kind: 'empty' | 'unknown' }

interface Signature {
  readonly offset: number
  readonly text: string
  readonly format: string
}

/** Recordings that people have, and that need a name when they are refused. */
const unsupportedSignatures: readonly Signature[] = [
  { offset: 8, text: 'AIFF', format: 'AIFF' },
  { offset: 8, text: 'AIFC', format: 'AIFF-C' },
  { offset: 4, text: 'ftyp', format: 'MP4 (AAC or Apple Lossless)' },
  { offset: 4, text: 'moov', format: 'QuickTime' },
  { offset: 0, text: 'RIFX', format: 'big-endian WAV' },
  { offset: 0, text: 'riff\x2e\x91\xcf\x11', format: 'Wave64' },
  { offset: 0, text: 'caff', format: 'Core Audio Format' },
  { offset: 0, text: '.snd', format: 'AU' },
  { offset: 0, text: 'wvpk', format: 'WavPack' },
  { offset: 0, text: 'MAC ', format: "Monkey's Audio" },
  { offset: 0, text: 'MPCK', format: 'Musepack' },
  { offset: 0, text: 'DSD ', format: 'DSD' },
  { offset: 0, text: 'MThd', format: 'MIDI' },
  { offset: 0, text: '\x30\x26\xb2\x75', format: 'Windows Media' },
  { offset: 0, text: '\x1a\x45\xdf\xa3', format: 'Matroska or WebM' }
]

const oggCodecs: readonly (Omit<Signature, 'offset'> & { kind: 'vorbis' | 'opus' | null })[] = [
  { text: '\x01vorbis', format: 'Ogg Vorbis', kind: 'vorbis' },
  { text: 'OpusHead', format: 'Opus', kind: 'opus' },
  { text: '\x7fFLAC', format: 'FLAC in Ogg', kind: null },
  { text: 'Speex   ', format: 'Speex', kind: null }
]

/** How many bytes of something else may stand before the first MPEG frame. */
const mpegSearchBytes = 65_536

/** Tells by its content what a file is: an MP3 is believed only when several frames follow each other. */
export function sniffAudio(file: ByteReader): AudioContent {
  if (file.byteLength === 0) return { kind: 'empty' }
  const start = endOfId3(file)
  if (['RIFF', 'RF64', 'BW64'].some((id) => hasText(file, 0, id))) {
    return hasText(file, 8, 'WAVE') ? { kind: 'wav', start: 0 } : { kind: 'unknown' }
  }
  if (hasText(file, start, 'fLaC')) return { kind: 'flac', start }
  if (hasText(file, start, 'OggS')) return sniffOgg(file, start)
  const known = unsupportedSignatures.find(({ offset, text }) => hasText(file, offset, text))
  if (known !== undefined && (!known.format.startsWith('AIFF') || hasText(file, 0, 'FORM'))) {
    return { kind: 'unsupported', format: known.format }
  }
  if (isAdts(file, start)) return { kind: 'unsupported', format: 'AAC' }
  const mpeg = findMpegStream(file, start, mpegSearchBytes)
  if (mpeg === null) return { kind: 'unknown' }
  return mpeg.header.layer === 3
    ? { kind: 'mp3', start: mpeg.offset }
    : { kind: 'unsupported', format: `MPEG layer ${mpeg.header.layer}` }
}

/** The first page of each logical stream stands at the beginning of the file; the first one that is a known codec counts. */
function sniffOgg(file: ByteReader, start: number): AudioContent {
  for (let offset = start; hasText(file, offset, 'OggS') && offset + 27 < file.byteLength;) {
    const header = file.read(offset, offset + 27 + 255)
    const isFirstPage = (header[5]! & 2) !== 0
    const bodyStart = 27 + header[26]!
    const bodyBytes = header.subarray(27, bodyStart).reduce((sum, byte) => sum + byte, 0)
    const packet = latinText(file.read(offset + bodyStart, offset + bodyStart + 8))
    const codec = oggCodecs.find(({ text }) => packet.startsWith(text))
    if (codec !== undefined) {
      return codec.kind === null ? { kind: 'unsupported', format: codec.format } : { kind: codec.kind, start }
    }
    if (!isFirstPage) break
    offset += bodyStart + bodyBytes
  }
  return { kind: 'unsupported', format: 'Ogg with another codec' }
}

/** The end of the ID3v2 tags at the beginning; their lengths are written seven bits a byte. */
function endOfId3(file: ByteReader): number {
  let offset = 0
  while (hasText(file, offset, 'ID3') && offset + 10 <= file.byteLength) {
    const tag = file.read(offset, offset + 10)
    const hasFooter = (tag[5]! & 0x10) !== 0
    const lengthBytes = tag.subarray(6)
    offset += 10 + lengthBytes.reduce((length, byte) => (length << 7) | (byte & 0x7f), 0) + (hasFooter ? 10 : 0)
  }
  return offset
}

function isAdts(file: ByteReader, start: number): boolean {
  let offset = start
  for (let frame = 0; frame < 3; frame++) {
    const header = file.read(offset, offset + 7)
    if (header.length < 7) return frame > 0 && offset === file.byteLength
    if (header[0] !== 0xff || (header[1]! & 0xf6) !== 0xf0) return false
    const frameBytes = ((header[3]! & 3) << 11) | (header[4]! << 3) | (header[5]! >> 5)
    if (frameBytes < 7) return false
    offset += frameBytes
  }
  return true
}
