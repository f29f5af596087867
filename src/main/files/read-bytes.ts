import { createHash } from 'node:crypto'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { AppError } from '@core/errors'

/** A file, or a part of one: a recording may lie inside a project file. */
export interface ByteSource {
  readonly path: string
  readonly range: ByteRange | null
}

export interface ByteRange {
  readonly offset: number
  readonly byteLength: number
}

const sliceBytes = 2 ** 20

/**
 * The bytes of a file piece by piece; each piece is valid only until the next one is asked for.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}
 */
export async function* readSlices(source: ByteSource & { readonly name: string }): AsyncGenerator<Uint8Array, void> {
  const { path, range, name } = source
  let handle: FileHandle | null = null
  try {
    handle = await open(path, 'r')
    const size = range?.byteLength ?? (await handle.stat()).size
    const slice = new Uint8Array(Math.min(sliceBytes, Math.max(1, size)))
    for (let done = 0; done < size;) {
      const { bytesRead } = await handle.read(
        slice,
        0,
        Math.min(slice.length, size - done),
        (range?.offset ?? 0) + done
      )
      if (bytesRead === 0)
        throw new AppError('file-unreadable', `${path} ends early`, { name, path, reason: 'ends early' })
      yield slice.subarray(0, bytesRead)
      done += bytesRead
    }
  } catch (thrown) {
    throw unreadable(thrown, name, path)
  } finally {
    await handle?.close()
  }
}

/** @throws AppError 'file-unreadable' {name, path, reason} */
export async function byteLengthOf(source: ByteSource & { readonly name: string }): Promise<number> {
  const { path, range, name } = source
  try {
    const stats = await stat(path)
    const refuse = (reason: string): AppError =>
      new AppError('file-unreadable', `${path}: ${reason}`, { name, path, reason })
    if (!stats.isFile()) throw refuse(stats.isDirectory() ? 'EISDIR' : 'not a file')
    if (range !== null && range.offset + range.byteLength > stats.size) throw refuse('ends early')
    return range?.byteLength ?? stats.size
  } catch (thrown) {
    throw unreadable(thrown, name, path)
  }
}

/** SHA-256 as hexadecimal digits. */
export async function fingerprint(source: ByteSource & { readonly name: string }): Promise<string> {
  const hash = createHash('sha256')
  for await (const slice of readSlices(source)) hash.update(slice)
  return hash.digest('hex')
}

/** What the system refuses, as an AppError. */
export function unreadable(thrown: unknown, name: string, path: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null
  if (thrown instanceof AppError || code === null || !/^E[A-Z]+$/.test(code)) return thrown
  return new AppError('file-unreadable', `${path}: ${code}`, { name, path, reason: code }, { cause: thrown })
}
