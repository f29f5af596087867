import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteReader } from '@core/audio/byte-reader'
import { AppError } from '@core/errors'
import type { FileState } from './samples/file-blocks'
import { byteLengthOf, unreadable, type ByteSource } from './read-bytes'

/** At most this much of a file is in memory. */
const windowBytes = 2 ** 20

/** A file, or a part of one, read where it is asked for; its SHA-256 is made of what passes by. Close it when done. */
export class FileBytes implements ByteReader {
  readonly #window: Uint8Array
  readonly #hash = createHash('sha256')
  #windowStart = 0
  #windowEnd = 0
  #hashedBytes = 0

  private constructor(
    readonly descriptor: number,
    /** where in the file the bytes begin */
    readonly offset: number,
    readonly byteLength: number,
    readonly state: FileState
  ) {
    this.#window = new Uint8Array(Math.min(windowBytes, byteLength))
  }

  /** @throws AppError 'file-unreadable' {name, path, reason} */
  static async open(source: ByteSource & { readonly name: string }): Promise<FileBytes> {
    const byteLength = await byteLengthOf(source)
    const { name, path, range } = source
    try {
      const descriptor = openSync(path, 'r')
      const { size, mtimeMs } = fstatSync(descriptor)
      const state = { name, path, byteLength: size, modifiedMilliseconds: mtimeMs }
      return new FileBytes(descriptor, range?.offset ?? 0, byteLength, state)
    } catch (thrown) {
      throw unreadable(thrown, name, path)
    }
  }

  get isWhole(): boolean {
    return this.offset === 0 && this.byteLength === this.state.byteLength
  }

  close(): void {
    closeSync(this.descriptor)
  }

  /** @throws AppError 'file-unreadable' {name, path, reason} */
  read(start: number, end: number): Uint8Array {
    const to = Math.min(end, this.byteLength)
    const from = Math.min(start, to)
    if (to - from > this.#window.length) return this.#readInto(new Uint8Array(to - from), from)
    if (from < this.#windowStart || to > this.#windowEnd) this.#moveWindow(from)
    return this.#window.subarray(from - this.#windowStart, to - this.#windowStart)
  }

  /** Reads what nobody asked for and returns the SHA-256 of all as hexadecimal digits; yields the bytes done. */
  *sha256(): Generator<number, string> {
    while (this.#hashedBytes < this.byteLength) {
      this.#moveWindow(this.#hashedBytes)
      yield this.#hashedBytes
    }
    return this.#hash.digest('hex')
  }

  #moveWindow(start: number): void {
    const end = Math.min(this.byteLength, start + this.#window.length)
    this.#windowEnd = this.#windowStart
    this.#readInto(this.#window.subarray(0, end - start), start)
    this.#windowStart = start
    this.#windowEnd = end
  }

  #readInto(bytes: Uint8Array, start: number): Uint8Array {
    const { name, path } = this.state
    try {
      for (let done = 0; done < bytes.length;) {
        const count = readSync(this.descriptor, bytes, done, bytes.length - done, this.offset + start + done)
        if (count === 0) {
          throw new AppError('file-unreadable', `${path} ends early`, { name, path, reason: 'ends early' })
        }
        done += count
      }
    } catch (thrown) {
      throw unreadable(thrown, name, path)
    }
    const fresh = this.#hashedBytes - start
    if (fresh >= 0 && fresh < bytes.length) {
      this.#hash.update(bytes.subarray(fresh))
      this.#hashedBytes = start + bytes.length
    }
    return bytes
  }
}
