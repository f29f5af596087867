import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, rename, rm, rmdir, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '@core/errors'
import { checkFileNames } from './file-names'
import { hasSameContent } from './same-content'

interface StagedFile {
  readonly fileName: string
  readonly finalPath: string
  readonly temporaryPath: string
  readonly handle: FileHandle
}

export interface StagingOptions {
  /** made when it is missing */
  readonly folder: string
  readonly fileNames: readonly string[]
  /** the size that every file will have */
  readonly fileBytes: number
  readonly mayOverwrite: boolean
  /** a file that must not be replaced, whatever `mayOverwrite` says */
  readonly protectedPath: string
}

/**
 * A set of files that appear together or not at all. They are written under temporary names in their folder; `commit` gives
 * them their names when all of them are complete and on the disk, `discard` removes every trace.
 *
 * An existing file of the same content is no conflict, so the same export can be run again without `mayOverwrite`.
 */
export class StagedFiles {
  readonly #files: StagedFile[] = []
  #firstNewFolder: string | undefined

  private constructor(private readonly options: StagingOptions) {}

  /** @throws AppError 'invalid-argument'; 'file-unwritable' {existing} or {name, reason} */
  static async open(options: StagingOptions): Promise<StagedFiles> {
    checkFileNames(options.fileNames)
    const staged = new StagedFiles(options)
    try {
      await staged.#open()
    } catch (thrown) {
      await staged.discard()
      throw staged.#unwritable(thrown)
    }
    return staged
  }

  async write(index: number, bytes: Uint8Array): Promise<void> {
    try {
      // Written in one go except when the disk is nearly full: then the next piece fails and says so.
      for (let offset = 0; offset < bytes.byteLength;) {
        offset += (await this.#files[index]!.handle.write(bytes, offset)).bytesWritten
      }
    } catch (thrown) {
      throw this.#unwritable(thrown)
    }
  }

  /** Gives all files their names. */
  async commit(): Promise<void> {
    try {
      for (const { handle } of this.#files) {
        await handle.sync()
        await handle.close()
      }
      if (!this.options.mayOverwrite) await this.#refuseExisting()
      await this.#rename()
      await syncFolder(this.options.folder)
    } catch (thrown) {
      throw this.#unwritable(thrown)
    }
  }

  /** Removes what was written under temporary names, and the folder if it was made for them. */
  async discard(): Promise<void> {
    for (const { handle, temporaryPath } of this.#files) {
      await handle.close().catch(() => undefined)
      await rm(temporaryPath, { force: true })
    }
    await this.#removeNewFolders()
  }

  async #open(): Promise<void> {
    const { folder, fileNames, fileBytes, protectedPath, mayOverwrite } = this.options
    this.#firstNewFolder = await mkdir(folder, { recursive: true })
    const recording = await stat(protectedPath).catch(() => null)
    const taken: string[] = []
    for (const fileName of fileNames) {
      const found = await lstat(join(folder, fileName)).catch(() => null)
      if (found === null) continue
      if (recording !== null && found.ino === recording.ino && found.dev === recording.dev) {
        const problem = 'it is the recording itself, which an export never replaces'
        throw new AppError('invalid-argument', problem, { argument: 'A stem', value: `“${fileName}”`, problem })
      }
      if (found.isDirectory()) {
        throw new AppError('file-unwritable', `${fileName} is a folder`, { name: fileName, reason: 'EISDIR' })
      }
      if (!mayOverwrite && found.size !== fileBytes) taken.push(fileName)
    }
    if (taken.length > 0) throw namesTaken(taken)
    for (const fileName of fileNames) {
      const temporaryName = `.${fileName.slice(0, 60)}.partial-${randomBytes(6).toString('hex')}`
      const temporaryPath = join(folder, temporaryName)
      const handle = await open(temporaryPath, 'wx')
      this.#files.push({ fileName, finalPath: join(folder, fileName), temporaryPath, handle })
    }
  }

  async #rename(): Promise<void> {
    const made: string[] = []
    try {
      for (const { temporaryPath, finalPath } of this.#files) {
        const isNew = (await lstat(finalPath).catch(() => null)) === null
        await rename(temporaryPath, finalPath)
        if (isNew) made.push(finalPath)
      }
    } catch (thrown) {
      for (const path of made) await rm(path, { force: true })
      throw thrown
    }
  }

  async #refuseExisting(): Promise<void> {
    const taken: string[] = []
    for (const { fileName, finalPath, temporaryPath } of this.#files) {
      const isTaken = (await lstat(finalPath).catch(() => null)) !== null
      if (isTaken && !(await hasSameContent(finalPath, temporaryPath))) taken.push(fileName)
    }
    if (taken.length > 0) throw namesTaken(taken)
  }

  async #removeNewFolders(): Promise<void> {
    if (this.#firstNewFolder === undefined) return
    const first = resolve(this.#firstNewFolder)
    for (let folder = resolve(this.options.folder); folder.length >= first.length; folder = dirname(folder)) {
      // One that holds something else by now stays.
      if (
        !(await rmdir(folder).then(
          () => true,
          () => false
        ))
      )
        return
    }
  }

  #unwritable(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    const { code, message } = thrown as NodeJS.ErrnoException
    const details = { name: this.options.folder, reason: code ?? null }
    return new AppError('file-unwritable', message, details, { cause: thrown })
  }
}

function namesTaken(names: readonly string[]): AppError {
  const existing = names.join(', ')
  return new AppError('file-unwritable', `${existing}: exists`, { existing })
}

/** Makes the new names durable; not every system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
