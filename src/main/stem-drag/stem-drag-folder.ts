import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isSessionHeld, removeStaleLock, SessionLock } from '../session-lock'

interface Root {
  readonly path: string
  readonly lock: SessionLock
}

const rootPrefix = 'unweave-stems-'
const rootNames = new RegExp(`^${rootPrefix}([0-9a-f]{16})$`)

/** Files that are rendered to be dragged out, each in a folder of its own under its final name; gone when the program ends. */
export class StemDragFolder {
  #root: Promise<Root> | null = null
  #count = 0

  constructor(private readonly temporaryFolder: string) {}

  async makeFolder(): Promise<string> {
    this.#root ??= this.#makeRoot()
    const folder = join((await this.#root).path, String(++this.#count))
    await mkdir(folder)
    return folder
  }

  /** Removes what programs left that were killed. Another user's files and those of running programs stay. */
  async removeStale(): Promise<void> {
    for (const name of await readdir(this.temporaryFolder).catch((): string[] => [])) {
      const id = rootNames.exec(name)?.[1]
      if (id === undefined || (await isSessionHeld(id))) continue
      await removeFolder(join(this.temporaryFolder, name))
      await removeStaleLock(id)
    }
  }

  get isWritten(): boolean {
    return this.#root === null
  }

  /** For the end of the program. */
  async written(): Promise<void> {
    const root = await this.#root?.catch(() => null)
    this.#root = null
    if (root === null || root === undefined) return
    await removeFolder(root.path)
    await root.lock.release()
  }

  async #makeRoot(): Promise<Root> {
    for (;;) {
      const id = randomBytes(8).toString('hex')
      // Before the folder is there, so that no other start takes it for one that was left.
      const lock = await SessionLock.take(id)
      if (lock === null) continue
      const path = join(this.temporaryFolder, `${rootPrefix}${id}`)
      await mkdir(path, { mode: 0o700 })
      return { path, lock }
    }
  }
}

/** What cannot be removed now is tried again at the next start. */
function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true }).catch(() => undefined)
}
