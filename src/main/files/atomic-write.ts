import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, readlink, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '@core/errors'

/**
 * Writes a file so that at every moment either the former or the complete new one stands under its name, also after a crash or
 * a power cut. A symbolic link stays and its target is replaced; an existing file keeps its mode.
 *
 * @param write fills the new file; when it throws, nothing has changed
 * @throws AppError 'file-unwritable' {name, reason}; what `write` throws, unless the system refused a write
 */
export async function writeAtomically(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    const target = await followLinks(path)
    const folder = dirname(target)
    const mode = await modeOfExisting(target)
    const temporary = join(folder, `.unweave-${randomUUID()}.tmp`)
    try {
      await writeTemporary(temporary, mode, write)
      await rename(temporary, target)
    } catch (thrown) {
      await rm(temporary, { force: true })
      throw thrown
    }
    await syncFolder(folder)
  } catch (thrown) {
    throw asUnwritable(thrown, path)
  }
}

async function writeTemporary(
  temporary: string,
  mode: number | null,
  write: (handle: FileHandle) => Promise<void>
): Promise<void> {
  const handle = await open(temporary, 'wx', mode ?? 0o666)
  try {
    // What open() was asked for is narrowed by the umask.
    if (mode !== null) await handle.chmod(mode)
    await write(handle)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Where a path leads, also when the file at the end of its links does not exist yet. */
async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown
  }
  const link = await readlink(path).catch(() => null)
  return link === null ? resolve(path) : followLinks(resolve(dirname(path), link))
}

/** A file that may not be written must not be replaced either, though its folder would allow it. */
async function modeOfExisting(target: string): Promise<number | null> {
  try {
    const stats = await stat(target)
    if (!stats.isFile()) throw Object.assign(new Error(`${target} is no file`), { code: 'EISDIR' })
    await access(target, constants.W_OK)
    return stats.mode & 0o7777
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return null
    throw thrown
  }
}

/** Makes the new name itself durable; not every system lets a folder be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

function asUnwritable(thrown: unknown, path: string): unknown {
  const reason = errorCode(thrown)
  if (thrown instanceof AppError || reason === null) return thrown
  return new AppError('file-unwritable', `${path}: ${reason}`, { name: basename(path), reason }, { cause: thrown })
}

function errorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && /^E[A-Z0-9]+$/.test(String(thrown.code))
    ? String(thrown.code)
    : null
}
