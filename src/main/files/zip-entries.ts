import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '@core/errors'
import type { ByteRange } from './read-bytes'

/** The entries of a zip file by their names; close it when done. */
export class ZipEntries {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>
  ) {}

  /** @throws what the system or yauzl says */
  static async open(path: string): Promise<ZipEntries> {
    const zip = await openPromise(path, { autoClose: false })
    try {
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
      return new ZipEntries(zip, entries)
    } catch (thrown) {
      zip.close()
      throw thrown
    }
  }

  close(): void {
    this.zip.close()
  }

  has(name: string): boolean {
    return this.entries.has(name)
  }

  /**
   * The unpacked content of an entry.
   *
   * @param largestBytes refuses an entry that would unpack to more
   * @throws AppError 'not-a-project' {problem}
   */
  async read(name: string, largestBytes: number): Promise<Uint8Array> {
    const entry = this.#entry(name)
    if (entry.uncompressedSize > largestBytes) throw notAProject(`${name} is larger than it can be`)
    const stream = await this.zip.openReadStreamPromise(entry)
    const pieces: Uint8Array[] = []
    for await (const piece of stream) pieces.push(piece as Uint8Array)
    return Buffer.concat(pieces)
  }

  /**
   * Where the bytes of a stored entry lie in the zip file.
   *
   * @throws AppError 'not-a-project' {problem}
   */
  async locate(name: string): Promise<ByteRange> {
    const entry = this.#entry(name)
    if (entry.compressionMethod !== 0 || entry.isEncrypted()) throw notAProject(`${name} is not stored as it is`)
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true })
    return { offset: fileDataStart, byteLength: entry.uncompressedSize }
  }

  #entry(name: string): Entry {
    const entry = this.entries.get(name)
    if (entry === undefined) throw notAProject(`${name} is missing`)
    return entry
  }
}

export function notAProject(problem: string): AppError {
  return new AppError('not-a-project', problem, { problem })
}
