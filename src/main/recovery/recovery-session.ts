import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FactorMatrices } from '../files/factor-files'
import { hasFactors, writeCopy, type RecoveryCopy } from './recovery-copy'
import { SessionLock } from '../session-lock'

interface OwnFolder {
  readonly id: string
  readonly path: string
  readonly lock: SessionLock
}

/**
 * The recovery copy of the document that is open in this window: a folder of its own, which no other running program touches.
 * What is asked for happens in that order, one after the other.
 */
export class RecoverySession {
  #own: OwnFolder | null = null
  #keptAt: number | null = null
  #waiting = 0
  #work: Promise<unknown> = Promise.resolve()

  constructor(readonly root: string) {}

  /** when the present copy was made, in milliseconds since 1970; null: there is none */
  get keptAt(): number | null {
    return this.#keptAt
  }

  /** @returns false: nothing was written, since the factors of the project's separation are neither given nor here */
  keep(copy: RecoveryCopy, factors: FactorMatrices | null): Promise<boolean> {
    return this.inOrder(async () => {
      const { path } = (this.#own ??= await this.#makeFolder())
      const { separation } = copy.project
      if (separation !== null && factors === null && !(await hasFactors(path, separation.id))) return false
      await writeCopy(path, copy, factors)
      this.#keptAt = copy.keptAt
      return true
    })
  }

  /** The document was saved, given up or closed: its copy goes. */
  forget(): Promise<void> {
    return this.inOrder(async () => {
      const own = this.#own
      this.#own = null
      this.#keptAt = null
      if (own === null) return
      await rm(own.path, { recursive: true, force: true })
      await own.lock.release()
    })
  }

  /** The page or the program ends with the copy in place: whoever comes next offers it. */
  release(): Promise<void> {
    return this.inOrder(async () => {
      const own = this.#own
      this.#own = null
      this.#keptAt = null
      await own?.lock.release()
    })
  }

  /** A copy that was restored is this window's from now on: it stays until it is replaced, saved or given up. */
  adopt(id: string, keptAt: number): Promise<void> {
    return this.inOrder(async () => {
      const lock = this.#own === null ? await SessionLock.take(id) : null
      if (lock === null) return
      this.#own = { id, path: join(this.root, id), lock }
      this.#keptAt = keptAt
    })
  }

  /** nothing is held or being written */
  get isWritten(): boolean {
    return this.#own === null && this.#waiting === 0
  }

  /** For the end of the program: what is being written is finished and stays. */
  async written(): Promise<void> {
    await this.release()
  }

  inOrder<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++
    const result = this.#work.then(work).finally(() => this.#waiting--)
    this.#work = result.catch(() => undefined)
    return result
  }

  async #makeFolder(): Promise<OwnFolder> {
    for (;;) {
      const id = randomBytes(8).toString('hex')
      const lock = await SessionLock.take(id)
      if (lock === null) continue
      const path = join(this.root, id)
      await mkdir(path, { recursive: true })
      return { id, path, lock }
    }
  }
}
