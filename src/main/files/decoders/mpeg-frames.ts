import type { ByteReader } from '@core/audio/byte-reader'
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

/** Between two turns of whoever waits. */
const stepBytes = 2 ** 20
const searchedBytes = 65_536

/** The first place from `start` on where several frames of one stream follow each other. */
export function findMpegStream(
  file: ByteReader,
  start: number,
  searchBytes: number
): { offset: number; header: MpegHeader } | null {
  const end = Math.min(file.byteLength, start + searchBytes)
  for (let offset = findSync(file, start, end); offset < end; offset = findSync(file, offset + 1, end)) {
    const header = readMpegHeader(file, offset)
    if (header !== null && isProven(file, offset, header)) return { offset, header }
  }
  return null
}

/**
 * Walks the frames of a whole file from the first one on; what fits no frame is stepped over and counted. Yields the fraction
 * done.
 */
export function* walkMpegFrames(file: ByteReader, start: number): Generator<number, MpegStream> {
  const { byteLength } = file
  const header = readMpegHeader(file, start)!
  const info = readMpegInfo(file, start, header)
  const runs: { start: number; end: number }[] = []
  const firstFrame = info === null ? start : start + header.frameBytes
  let offset = firstFrame
  let due = offset + stepBytes
  let frameCount = 0
  let lostBytes = 0
  let isCut = false
  while (offset < byteLength) {
    if (offset >= due) {
      yield offset / byteLength / 2
      due = offset + stepBytes
    }
    const frame = readMpegHeader(file, offset)
    if (frame !== null && isSameStream(frame, header)) {
      const end = offset + frame.frameBytes
      if (end > byteLength) {
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
    const next = findNextFrame(file, offset + 1, header)
    // What stands behind the last frame is no sound: tags, or padding to a whole sector.
    if (next === null) {
      isCut = isFrameBeginning(file, offset)
      break
    }
    lostBytes += next - offset
    offset = next
  }
  const hasGoodChecksum = info === null || isCut || (yield* hasMpegChecksum(file, firstFrame, offset, info))
  return { header, runs, frameCount, lostBytes, isCut, info, hasGoodChecksum }
}

function isProven(file: ByteReader, start: number, header: MpegHeader): boolean {
  let offset = start + header.frameBytes
  for (let frame = 1; frame < provingFrames; frame++) {
    if (offset === file.byteLength) return true
    const next = readMpegHeader(file, offset)
    if (next === null || !isSameStream(next, header)) return false
    offset += next.frameBytes
  }
  return true
}

function findNextFrame(file: ByteReader, start: number, header: MpegHeader): number | null {
  const end = file.byteLength
  for (let offset = findSync(file, start, end); offset < end; offset = findSync(file, offset + 1, end)) {
    const frame = readMpegHeader(file, offset)
    if (frame !== null && isSameStream(frame, header) && isProven(file, offset, frame)) return offset
  }
  return null
}

/** The next byte with which a header can begin; `end` when there is none before it. */
function findSync(file: ByteReader, start: number, end: number): number {
  for (let offset = start; offset < end; offset += searchedBytes) {
    const found = file.read(offset, Math.min(end, offset + searchedBytes)).indexOf(0xff)
    if (found >= 0) return offset + found
  }
  return end
}

function isSameStream(a: MpegHeader, b: MpegHeader): boolean {
  return a.layer === b.layer && a.sampleRate === b.sampleRate && a.channelCount === b.channelCount
}

/** A header of which the file holds only the first bytes. */
function isFrameBeginning(file: ByteReader, offset: number): boolean {
  const bytes = file.read(offset, offset + 4)
  return bytes.length < 4 && bytes[0] === 0xff && ((bytes[1] ?? 0xff) & 0xe0) === 0xe0
}
