import { latinText, type ByteReader } from '@core/audio/byte-reader'

/** One page of an Ogg file whose checksum is right. */
export interface OggPage {
  readonly kind: 'page'
  readonly start: number
  readonly end: number
  readonly dataStart: number
  readonly serial: number
  readonly sequence: number
  /** position in the stream at the end of the last packet that ends here, in samples; null when none ends here */
  readonly granule: number | null
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** Bytes that belong to no whole page. */
export interface OggGap {
  readonly kind: 'gap'
  readonly start: number
  readonly end: number
  /** whether a page begins there that the file does not hold to its end */
  readonly isCut: boolean
}

const headerBytes = 27
/** The header, 255 segments and as many bytes in each. */
const longestPageBytes = headerBytes + 255 + 255 * 255
const searchedBytes = 65_536
const capture = 'OggS\0'

/**
 * Walks the pages of an Ogg file, stepping over whatever is no whole page with a right checksum.
 *
 * @see RFC 3533 §6
 */
export function* walkOggPages(file: ByteReader, start: number): Generator<OggPage | OggGap, void> {
  let offset = start
  while (offset < file.byteLength) {
    const page = readPage(file, offset)
    if (page !== null && page !== 'cut') {
      yield page
      offset = page.end
      continue
    }
    let next = offset + 1
    for (;;) {
      next = findCapture(file, next)
      const found = next < file.byteLength ? readPage(file, next) : null
      if (next >= file.byteLength || (found !== null && found !== 'cut')) break
      next++
    }
    yield { kind: 'gap', start: offset, end: next, isCut: page === 'cut' && next >= file.byteLength }
    offset = next
  }
}

function findCapture(file: ByteReader, start: number): number {
  for (let offset = start; offset < file.byteLength; offset += searchedBytes) {
    // a mark may stand across the border
    const bytes = file.read(offset, offset + searchedBytes + 3)
    const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('OggS', 0, 'latin1')
    if (found >= 0) return offset + found
  }
  return file.byteLength
}

function readPage(file: ByteReader, start: number): OggPage | 'cut' | null {
  const bytes = file.read(start, start + longestPageBytes)
  const mark = latinText(bytes.subarray(0, capture.length))
  if (!capture.startsWith(mark)) return null
  if (bytes.length < headerBytes) return 'cut'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dataStart = headerBytes + bytes[26]!
  const end = bytes.subarray(headerBytes, dataStart).reduce((sum, segment) => sum + segment, dataStart)
  if (end > bytes.length) return 'cut'
  if (pageChecksum(bytes.subarray(0, end)) !== view.getUint32(22, true)) return null
  const granule = view.getBigInt64(6, true)
  const flags = bytes[5]!
  return {
    kind: 'page',
    start,
    end: start + end,
    dataStart: start + dataStart,
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: granule < 0n ? null : Number(granule),
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0
  }
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24
  for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder < 0 ? 0x04c1_1db7 : 0)
  return remainder
})

/** CRC-32 with the polynomial of Ethernet, not reflected, over the page with its own checksum field taken as zero. */
function pageChecksum(page: Uint8Array): number {
  let crc = 0
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!
    crc = (crc << 8) ^ checksumTable[(crc >>> 24) ^ byte]!
  }
  return crc >>> 0
}
