import type { ByteReader } from '@core/audio/byte-reader'

/** One frame header of an MPEG audio stream. */
export interface MpegHeader {
  readonly layer: 1 | 2 | 3
  readonly sampleRate: number
  readonly channelCount: 1 | 2
  /** with its header */
  readonly frameBytes: number
  /** per channel */
  readonly frameSamples: number
  readonly isVersion1: boolean
}

const bitratesV1 = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
]
const bitratesV2 = [
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
]
const sampleRatesV1 = [44_100, 48_000, 32_000]

/**
 * Reads a frame header; null where none is, or where its length cannot be known (free format).
 *
 * @see ISO/IEC 11172-3 §2.4.1.3, 13818-3
 */
export function readMpegHeader(file: ByteReader, offset: number): MpegHeader | null {
  const bytes = file.read(offset, offset + 4)
  if (bytes.length < 4 || bytes[0] !== 0xff || (bytes[1]! & 0xe0) !== 0xe0) return null
  const version = (bytes[1]! >> 3) & 3
  const layerBits = (bytes[1]! >> 1) & 3
  const bitrateIndex = bytes[2]! >> 4
  const rateIndex = (bytes[2]! >> 2) & 3
  if (version === 1 || layerBits === 0 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return null
  const layer = (4 - layerBits) as 1 | 2 | 3
  const isVersion1 = version === 3
  const bitsPerSecond = (isVersion1 ? bitratesV1 : bitratesV2)[layer - 1]![bitrateIndex]! * 1000
  const sampleRate = sampleRatesV1[rateIndex]! / (isVersion1 ? 1 : version === 2 ? 2 : 4)
  const padding = (bytes[2]! >> 1) & 1
  const frameSamples = layer === 1 ? 384 : layer === 2 || isVersion1 ? 1152 : 576
  const frameBytes =
    layer === 1
      ? (Math.floor((12 * bitsPerSecond) / sampleRate) + padding) * 4
      : Math.floor(((frameSamples / 8) * bitsPerSecond) / sampleRate) + padding
  const channelCount = bytes[3]! >> 6 === 3 ? 1 : 2
  return { layer, sampleRate, channelCount, frameBytes, frameSamples, isVersion1 }
}
