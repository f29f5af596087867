import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export interface ZipEntryToWrite {
  readonly name: string
  /** false stores the bytes as they are, so that they can be read where they lie */
  readonly isCompressed: boolean
  readonly open: () => Readable
}

/**
 * Writes a zip file through a handle, one entry after the other.
 *
 * @throws what an entry's stream throws, or the system
 */
export async function writeZip(handle: FileHandle, entries: readonly ZipEntryToWrite[]): Promise<void> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (thrown: Error): void => void output.destroy(thrown)
  zip.on('error', fail)
  for (const { name, isCompressed, open } of entries) {
    zip.addReadStreamLazy(name, { compress: isCompressed }, (start) => start(null, open().on('error', fail)))
  }
  zip.end()
  for await (const chunk of output as AsyncIterable<Uint8Array>) {
    for (let offset = 0; offset < chunk.length;) offset += (await handle.write(chunk, offset)).bytesWritten
  }
}
