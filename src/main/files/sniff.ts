import { hasText } from './decoders/byte-text'
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

/**
 * Tells by its content what a file is.
 *
 * @param bytes the whole file: an MP3 is believed only when several frames follow each other
 */
export function sniffAudio(bytes: Uint8Array): AudioContent {
  if (bytes.length === 0) return { kind: 'empty' }
  const start = endOfId3(bytes)
  if (['RIFF', 'RF64', 'BW64'].some((id) => hasText(bytes, 0, id))) {
    return hasText(bytes, 8, 'WAVE') ? { kind: 'wav', start: 0 } : { kind: 'unknown' }
  }
  if (hasText(bytes, start, 'fLaC')) return { kind: 'flac', start }
  if (hasText(bytes, start, 'OggS')) return sniffOgg(bytes, start)
  const known = unsupportedSignatures.find(({ offset, text }) => hasText(bytes, offset, text))
  if (known !== undefined && (!known.format.startsWith('AIFF') || hasText(bytes, 0, 'FORM'))) {
    return { kind: 'unsupported', format: known.format }
  }
  if (isAdts(bytes, start)) return { kind: 'unsupported', format: 'AAC' }
  const mpeg = findMpegStream(bytes, start, mpegSearchBytes)
  if (mpeg === null) return { kind: 'unknown' }
  return mpeg.header.layer === 3
    ? { kind: 'mp3', start: mpeg.offset }
    : { kind: 'unsupported', format: `MPEG layer ${mpeg.header.layer}` }
}

/** The first page of each logical stream stands at the beginning of the file; the first one that is a known codec counts. */
function sniffOgg(bytes: Uint8Array, start: number): AudioContent {
  for (let offset = start; hasText(bytes, offset, 'OggS') && offset + 27 < bytes.length;) {
    const segmentCount = bytes[offset + 26]!
    const packet = offset + 27 + segmentCount
    const codec = oggCodecs.find(({ text }) => hasText(bytes, packet, text))
    if (codec !== undefined) {
      return codec.kind === null ? { kind: 'unsupported', format: codec.format } : { kind: codec.kind, start }
    }
    const isFirstPage = (bytes[offset + 5]! & 2) !== 0
    if (!isFirstPage) break
    offset = packet + bytes.subarray(offset + 27, packet).reduce((sum, byte) => sum + byte, 0)
  }
  return { kind: 'unsupported', format: 'Ogg with another codec' }
}

/** The end of the ID3v2 tags at the beginning; their lengths are written seven bits a byte. */
function endOfId3(bytes: Uint8Array): number {
  let offset = 0
  while (hasText(bytes, offset, 'ID3') && offset + 10 <= bytes.length) {
    const lengthBytes = bytes.subarray(offset + 6, offset + 10)
    const hasFooter = (bytes[offset + 5]! & 0x10) !== 0
    offset += 10 + lengthBytes.reduce((length, byte) => (length << 7) | (byte & 0x7f), 0) + (hasFooter ? 10 : 0)
  }
  return offset
}

function isAdts(bytes: Uint8Array, start: number): boolean {
  let offset = start
  for (let frame = 0; frame < 3; frame++) {
    if (offset + 7 > bytes.length) return frame > 0 && offset === bytes.length
    if (bytes[offset] !== 0xff || (bytes[offset + 1]! & 0xf6) !== 0xf0) return false
    const frameBytes = ((bytes[offset + 3]! & 3) << 11) | (bytes[offset + 4]! << 3) | (bytes[offset + 5]! >> 5)
    if (frameBytes < 7) return false
    offset += frameBytes
  }
  return true
}
