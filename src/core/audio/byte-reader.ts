/** Bytes by position, from memory or from a file that is too large for it. */
export interface ByteReader {
  readonly byteLength: number
  /** Bytes [start, end), fewer at the end; good until the next `read`. */
  read(start: number, end: number): Uint8Array
}

export function bytesReader(bytes: Uint8Array): ByteReader {
  return { byteLength: bytes.length, read: (start, end) => bytes.subarray(start, Math.max(start, end)) }
}

/** Whether these characters, one byte each, stand at this place. */
export function hasText(file: ByteReader, offset: number, text: string): boolean {
  return latinText(file.read(offset, offset + text.length)) === text
}

/** The characters that bytes stand for, one each. */
export function latinText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
