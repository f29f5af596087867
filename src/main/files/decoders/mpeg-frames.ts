import { readMpegHeader, type MpegHeader } from './mpeg-header'
import { hasMpegChecksum, readMpegInfo, type MpegInfo } from './mpeg-info'

/** What the frame headers alone say about a stream, found without decoding. */
export interface MpegStream {
  readonly header: MpegHeader
  /** stretches of whole frames one behind the other, without the Xing, Info or VBRI frame */
  readonly runs: readonly { readonly start: number; readonly end: number }[]
  readonly frameCount: number
  /** bytes between frames that belong to none */
  readonly lostBytes: number
  /** whether the file ends inside a frame */
  readonly isCut: boolean
  readonly info: MpegInfo | null
  /** false when the frames are not those that the encoder wrote, though all are there */
  readonly hasGoodChecksum: boolean
}

/** Consecutive frames that make a chance find impossible. */
const provingFrames = 3

/** The first place from `start` on where several frames of one stream follow each other. */
export function findMpegStream(
  bytes: Uint8Array,
  start: number,
  searchBytes: number
): { offset: number; header: MpegHeader } | null {
  const end = Math.min(bytes.length, start + searchBytes)
  for (let offset = start; offset < end; offset++) {
    if (bytes[offset] !== 0xff) continue
    const header = readMpegHeader(bytes, offset)
    if (header !== null && isProven(bytes, offset, header)) return { offset, header }
  }
  return null
}

/** Walks the frames of a whole file from the first one on; what fits no frame is stepped over and counted. */
export function walkMpegFrames(bytes: Uint8Array, start: number): MpegStream {
  const header = readMpegHeader(bytes, start)!
  const info = readMpegInfo(bytes, start, header)
  const runs: { start: number; end: number }[] = []
  const firstFrame = info === null ? start : start + header.frameBytes
  let offset = firstFrame
  let frameCount = 0
  let lostBytes = 0
  let isCut = false
  while (offset < bytes.length) {
    const frame = readMpegHeader(bytes, offset)
    if (frame !== null && isSameStream(frame, header)) {
      const end = offset + frame.frameBytes
      if (end > bytes.length) {
        isCut = true
        break
      }
      const run = runs.at(-1)
      if (run?.end === offset) run.end = end
      else runs.push({ start: offset, end })
      frameCount++
      offset = end
      continue
    }
    const next = findNextFrame(bytes, offset + 1, header)
    // What stands behind the last frame is no sound: tags, or padding to a whole sector.
    if (next === null) {
      isCut = isFrameBeginning(bytes, offset)
      break
    }
    lostBytes += next - offset
    offset = next
  }
  const hasGoodChecksum = info === null || isCut || hasMpegChecksum(bytes, firstFrame, offset, info)
  return { header, runs, frameCount, lostBytes, isCut, info, hasGoodChecksum }
}

function isProven(bytes: Uint8Array, start: number, header: MpegHeader): boolean {
  let offset = start + header.frameBytes
  for (let frame = 1; frame < provingFrames; frame++) {
    if (offset === bytes.length) return true
    const next = readMpegHeader(bytes, offset)
    if (next === null || !isSameStream(next, header)) return false
    offset += next.frameBytes
  }
  return true
}

function findNextFrame(bytes: Uint8Array, start: number, header: MpegHeader): number | null {
  for (let offset = start; offset < bytes.length; offset++) {
    if (bytes[offset] !== 0xff) continue
    const frame = readMpegHeader(bytes, offset)
    if (frame !== null && isSameStream(frame, header) && isProven(bytes, offset, frame)) return offset
  }
  return null
}

function isSameStream(a: MpegHeader, b: MpegHeader): boolean {
  return a.layer === b.layer && a.sampleRate === b.sampleRate && a.channelCount === b.channelCount
}

/** A header of which the file holds only the first bytes. */
function isFrameBeginning(bytes: Uint8Array, offset: number): boolean {
  return offset + 4 > bytes.length && bytes[offset] === 0xff && ((bytes[offset + 1] ?? 0xff) & 0xe0) === 0xe0
}
