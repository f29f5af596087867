import { hasText } from './byte-text'
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

/** Where the parts of the encoder's extension stand, counted from its name. */
const extension = { delays: 21, musicBytes: 28, musicChecksum: 32, tagChecksum: 34, byteLength: 36 } as const

/**
 * Reads a Xing, Info or VBRI frame; null when the frame is an ordinary one.
 *
 * @see the LAME tag specification, revision 1
 */
export function readMpegInfo(bytes: Uint8Array, start: number, header: MpegHeader): MpegInfo | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (start + header.frameBytes > bytes.length || header.layer !== 3) return null
  const unknown = { delaySamples: null, paddingSamples: null, checksum: null }
  if (header.frameBytes >= 54 && hasText(bytes, start + 36, 'VBRI')) {
    return { frameCount: view.getUint32(start + 50), ...unknown }
  }
  const sideInfoBytes = header.isVersion1 ? (header.channelCount === 2 ? 32 : 17) : header.channelCount === 2 ? 17 : 9
  const tag = start + 4 + sideInfoBytes
  if (!hasText(bytes, tag, 'Xing') && !hasText(bytes, tag, 'Info')) return null
  const flags = view.getUint32(tag + 4)
  const frameCount = flags & 1 ? view.getUint32(tag + 8) : null
  const encoder = tag + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  const hasExtension =
    encoder + extension.byteLength <= start + header.frameBytes &&
    ['LAME', 'Lavc', 'Lavf'].some((name) => hasText(bytes, encoder, name))
  if (!hasExtension) return { frameCount, ...unknown }
  const delays = view.getUint32(encoder + extension.delays) >>> 8
  return {
    frameCount,
    delaySamples: delays >> 12,
    paddingSamples: delays & 0xfff,
    checksum: readChecksum(bytes, view, start, encoder)
  }
}

/** Whether the frames are those that the encoder wrote; true also when it cannot be known. */
export function hasMpegChecksum(bytes: Uint8Array, start: number, end: number, { checksum }: MpegInfo): boolean {
  if (checksum?.end !== end) return true
  // This program rewrites the volume in each frame and leaves the checksum as it was.
  if (Buffer.from(bytes.buffer, bytes.byteOffset + end, bytes.length - end).includes('MP3GAIN')) return true
  return crc16(bytes, start, end) === checksum.value
}

/** The extension guards itself by a checksum, so an edited one is recognized. */
function readChecksum(bytes: Uint8Array, view: DataView, start: number, encoder: number): MpegInfo['checksum'] {
  const own = encoder + extension.tagChecksum
  if (crc16(bytes, start, own) !== view.getUint16(own)) return null
  const end = start + view.getUint32(encoder + extension.musicBytes)
  return { end, value: view.getUint16(encoder + extension.musicChecksum) }
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (remainder & 1 ? 0xa001 : 0)
  return remainder
})

/** CRC-16 with the polynomial 0x8005, reflected, begun with 0. */
function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0
  for (let i = start; i < end; i++) crc = (crc >> 8) ^ crcTable[(crc ^ bytes[i]!) & 0xff]!
  return crc
}
