import type { ByteReader } from '@core/audio/byte-reader'
import { AppError } from '@core/errors'

/** The STREAMINFO block: what the encoder says about the whole stream. */
export interface FlacStreamInfo {
  readonly sampleRate: number
  readonly channelCount: number
  readonly bits: number
  /** per channel; null when the encoder did not know */
  readonly lengthSamples: number | null
  /** of the decoded samples; null when the encoder left it out */
  readonly md5: string | null
  readonly minBlockSamples: number
  readonly maxFrameBytes: number
}

const streamInfoEnd = 42

/** The longest frame header, and the fewest bytes behind it. */
const maxHeaderBytes = 16

/**
 * @param start where the mark "fLaC" stands
 * @throws AppError 'damaged-file' {problem}
 * @see RFC 9639 §8.2
 */
export function readFlacStreamInfo(file: ByteReader, start: number): FlacStreamInfo {
  const bytes = file.read(start, start + streamInfoEnd)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < streamInfoEnd || (bytes[4]! & 0x7f) !== 0) throw damaged('the STREAMINFO block is missing')
  const sampleRate = view.getUint32(18) >>> 12
  if (sampleRate === 0) throw damaged('it says 0 Hz')
  const lengthSamples = (bytes[21]! & 15) * 2 ** 32 + view.getUint32(22)
  const md5 = Buffer.from(bytes.subarray(26)).toString('hex')
  const longestFrame = view.getUint32(14) & 0xff_ffff
  return {
    sampleRate,
    channelCount: ((bytes[20]! >> 1) & 7) + 1,
    bits: (((bytes[20]! & 1) << 4) | (bytes[21]! >> 4)) + 1,
    lengthSamples: lengthSamples === 0 ? null : lengthSamples,
    md5: /^0+$/.test(md5) ? null : md5,
    minBlockSamples: view.getUint16(8),
    maxFrameBytes: longestFrame === 0 ? 2 ** 20 : longestFrame
  }
}

/** Whether the file ends with the whole frame that ends at the declared length: if so, losses lie before it. */
export function hasLastFlacFrame(file: ByteReader, start: number, info: FlacStreamInfo): boolean {
  const first = Math.max(start + streamInfoEnd, file.byteLength - info.maxFrameBytes - maxHeaderBytes)
  const bytes = file.read(first, file.byteLength)
  for (let offset = bytes.length - 2; offset >= 0; offset--) {
    if (bytes[offset] !== 0xff || (bytes[offset + 1]! & 0xfe) !== 0xf8) continue
    if (endOfFrameSamples(bytes, offset, info) !== info.lengthSamples) continue
    // A frame ends with the checksum of what stands before it, so over all of it the checksum is 0.
    if (crc(bytes.subarray(offset), 16, 0x8005) === 0) return true
  }
  return false
}

/**
 * The position in the stream where the frame ends whose header stands here; null when none does.
 *
 * @see RFC 9639 §9.1
 */
function endOfFrameSamples(bytes: Uint8Array, start: number, info: FlacStreamInfo): number | null {
  if (start + maxHeaderBytes > bytes.length) return null
  const isVariable = (bytes[start + 1]! & 1) === 1
  const sizeCode = bytes[start + 2]! >> 4
  const rateCode = bytes[start + 2]! & 15
  const lead = bytes[start + 4]!
  const extraBytes = lead < 0x80 ? 0 : Math.clz32(~lead << 24) - 1
  if (sizeCode === 0 || rateCode === 15 || (lead >= 0x80 && lead < 0xc0) || extraBytes > 6) return null
  let number = extraBytes === 0 ? lead : lead & (0x3f >> extraBytes)
  let offset = start + 5
  for (let i = 0; i < extraBytes; i++) number = number * 64 + (bytes[offset++]! & 0x3f)
  let blockSamples = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 << (sizeCode - 2) : 256 << (sizeCode - 8)
  if (sizeCode === 6) blockSamples = bytes[offset++]! + 1
  if (sizeCode === 7) blockSamples = ((bytes[offset++]! << 8) | bytes[offset++]!) + 1
  if (rateCode === 12) offset += 1
  if (rateCode === 13 || rateCode === 14) offset += 2
  if (crc(bytes.subarray(start, offset), 8, 0x07) !== bytes[offset]) return null
  return (isVariable ? number : number * info.minBlockSamples) + blockSamples
}

/** Most significant bit first, begun with 0. */
function crc(bytes: Uint8Array, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1)
  let remainder = 0
  for (const byte of bytes) {
    remainder ^= byte << (width - 8)
    for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder & top ? polynomial : 0)
    remainder &= 2 * top - 1
  }
  return remainder
}

function damaged(problem: string): AppError {
  return new AppError('damaged-file', `FLAC: ${problem}`, { problem })
}
