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

/**
 * Walks the pages of an Ogg file, stepping over whatever is no whole page with a right checksum.
 *
 * @see RFC 3533 §6
 */
export function* walkOggPages(bytes: Uint8Array, start: number): Generator<OggPage | OggGap, void> {
  let offset = start
  while (offset < bytes.length) {
    const page = readPage(bytes, offset)
    if (page !== null && page !== 'cut') {
      yield page
      offset = page.end
      continue
    }
    let next = offset + 1
    for (;;) {
      next = findCapture(bytes, next)
      const found = next < bytes.length ? readPage(bytes, next) : null
      if (next >= bytes.length || (found !== null && found !== 'cut')) break
      next++
    }
    yield { kind: 'gap', start: offset, end: next, isCut: page === 'cut' && next >= bytes.length }
    offset = next
  }
}

function findCapture(bytes: Uint8Array, start: number): number {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('OggS', start, 'latin1')
  return found < 0 ? bytes.length : found
}

function readPage(bytes: Uint8Array, start: number): OggPage | 'cut' | null {
  const mark = [0x4f, 0x67, 0x67, 0x53, 0]
  const available = Math.min(mark.length, bytes.length - start)
  for (let i = 0; i < available; i++) if (bytes[start + i] !== mark[i]) return null
  if (start + headerBytes > bytes.length) return 'cut'
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start)
  const dataStart = start + headerBytes + bytes[start + 26]!
  let end = dataStart
  for (let i = start + headerBytes; i < dataStart; i++) end += bytes[i] ?? 0
  if (end > bytes.length) return 'cut'
  if (pageChecksum(bytes, start, end) !== view.getUint32(22, true)) return null
  const granule = view.getBigInt64(6, true)
  const flags = bytes[start + 5]!
  return {
    kind: 'page',
    start,
    end,
    dataStart,
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
function pageChecksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0
  for (let i = start; i < end; i++) {
    const byte = i >= start + 22 && i < start + 26 ? 0 : bytes[i]!
    crc = (crc << 8) ^ checksumTable[(crc >>> 24) ^ byte]!
  }
  return crc >>> 0
}
