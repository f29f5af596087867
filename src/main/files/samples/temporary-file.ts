import { randomUUID } from 'node:crypto'
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@core/errors'

/**
 * A file that only this process can reach. Its name is removed as soon as it is open, so nothing of it is left however the
 * process ends; its space is given back when it is closed.
 */
export class TemporaryFile {
  readonly descriptor: number
  #byteLength = 0
  #isOpen = true

  /** @throws AppError 'file-unwritable' {reason, temporaryFolder} */
  constructor(private readonly folder: string = tmpdir()) {
    const path = join(folder, `unweave-${randomUUID()}.samples`)
    this.descriptor = this.#attempt(() => {
      const descriptor = openSync(path, 'wx+', 0o600)
      unlinkSync(path)
      return descriptor
    })
  }

  get byteLength(): number {
    return this.#byteLength
  }

  /** @throws AppError 'file-unwritable' {reason, temporaryFolder} */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const at = done
      const position = this.#byteLength
      const written = this.#attempt(() => writeSync(this.descriptor, bytes, at, bytes.length - at, position))
      done += written
      this.#byteLength += written
    }
  }

  close(): void {
    if (this.#isOpen) closeSync(this.descriptor)
    this.#isOpen = false
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (thrown) {
      const { code = 'unknown', message } = thrown as NodeJS.ErrnoException
      const details = { reason: code, temporaryFolder: this.folder }
      throw new AppError('file-unwritable', message, details, { cause: thrown })
    }
  }
}
