import { bytesReader, hasText, latinText, type ByteReader } from '@core/audio/byte-reader'
import type { MpegHeader } from './mpeg-header'

/** What the encoder noted in a first frame that holds no sound. */
export interface MpegInfo {
  readonly frameCount: number | null
  /** samples that the encoder put before the first and behind the last one; null when it did not say */
  readonly delaySamples: number | null
  readonly paddingSamples: number | null
  /** of all frames behind this one; null when there is none or it is not to be trusted */
  readonly checksum: { readonly end: number; readonly value: number } | null
}

const stepBytes = 2 ** 18
/** Tags behind the sound that are looked through. */
const tagBytes = 2 ** 16

/** Where the parts of the encoder's extension stand, counted from its name. */
const extension = { delays: 21, musicBytes: 28, musicChecksum: 32, tagChecksum: 34, byteLength: 36 } as const

/**
 * Reads a Xing, Info or VBRI frame; null when the frame is an ordinary one.
 *
 * @see the LAME tag specification, revision 1
 */
export function readMpegInfo(file: ByteReader, start: number, header: MpegHeader): MpegInfo | null {
  const bytes = file.read(start, start + header.frameBytes)
  if (bytes.length < header.frameBytes || header.layer !== 3) return null
  const frame = bytesReader(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const unknown = { delaySamples: null, paddingSamples: null, checksum: null }
  if (bytes.length >= 54 && hasText(frame, 36, 'VBRI')) return { frameCount: view.getUint32(50), ...unknown }
  const sideInfoBytes = header.isVersion1 ? (header.channelCount === 2 ? 32 : 17) : header.channelCount === 2 ? 17 : 9
  const tag = 4 + sideInfoBytes
  if (!hasText(frame, tag, 'Xing') && !hasText(frame, tag, 'Info')) return null
  const flags = view.getUint32(tag + 4)
  const frameCount = flags & 1 ? view.getUint32(tag + 8) : null
  const encoder = tag + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  const hasExtension =
    encoder + extension.byteLength <= bytes.length &&
    ['LAME', 'Lavc', 'Lavf'].some((name) => hasText(frame, encoder, name))
  if (!hasExtension) return { frameCount, ...unknown }
  const delays = view.getUint32(encoder + extension.delays) >>> 8
  return {
    frameCount,
    delaySamples: delays >> 12,
    paddingSamples: delays & 0xfff,
    checksum: readChecksum(bytes, view, start, encoder)
  }
}

/** Whether the frames are those that the encoder wrote; true also when it cannot be known. Yields the fraction done, from a half on. */
export function* hasMpegChecksum(
  file: ByteReader,
  start: number,
  end: number,
  { checksum }: MpegInfo
): Generator<number, boolean> {
  if (checksum?.end !== end) return true
  // This program rewrites the volume in each frame and leaves the checksum as it was.
  if (latinText(file.read(end, end + tagBytes)).includes('MP3GAIN')) return true
  let crc = 0
  for (let offset = start; offset < end; offset += stepBytes) {
    crc = crc16(file.read(offset, Math.min(end, offset + stepBytes)), crc)
    yield 0.5 + offset / end / 2
  }
  return crc === checksum.value
}

/** The extension guards itself by a checksum, so an edited one is recognized. */
function readChecksum(frame: Uint8Array, view: DataView, start: number, encoder: number): MpegInfo['checksum'] {
  const own = encoder + extension.tagChecksum
  if (crc16(frame.subarray(0, own), 0) !== view.getUint16(own)) return null
  const end = start + view.getUint32(encoder + extension.musicBytes)
  return { end, value: view.getUint16(encoder + extension.musicChecksum) }
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (remainder & 1 ? 0xa001 : 0)
  return remainder
})

/** CRC-16 with the polynomial 0x8005, reflected, begun with 0 or with that of the bytes before. */
function crc16(bytes: Uint8Array, before: number): number {
  let crc = before
  for (const byte of bytes) crc = (crc >> 8) ^ crcTable[(crc ^ byte) & 0xff]!
  return crc
}
