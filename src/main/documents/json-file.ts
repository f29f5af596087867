import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { writeAtomically } from '../files/atomic-write'

/** A small value kept in a file between starts. A missing or damaged file counts as none. */
export class JsonFile<T> {
  #value: T
  #writing: Promise<void> = Promise.resolve()
  #pendingWrites = 0

  private constructor(
    private readonly path: string,
    value: T
  ) {
    this.#value = value
  }

  static async read<S extends z.ZodType>(
    path: string,
    schema: S,
    otherwise: z.infer<S>
  ): Promise<JsonFile<z.infer<S>>> {
    try {
      return new JsonFile(path, schema.parse(JSON.parse(await readFile(path, 'utf8'))))
    } catch {
      return new JsonFile(path, otherwise)
    }
  }

  get value(): T {
    return this.#value
  }

  /** Holds at once in memory; the file follows. A disk that cannot be written costs the memory of it, not the work. */
  set(value: T): void {
    this.#value = value
    this.#pendingWrites++
    this.#writing = this.#writing
      .then(async () => {
        // Of several values waiting only the newest is written.
        if (this.#pendingWrites > 1) return
        const bytes = Buffer.from(JSON.stringify(this.#value, null, 2))
        await writeAtomically(this.path, async (handle) => {
          await handle.writeFile(bytes)
        })
      })
      .catch(() => undefined)
      .finally(() => {
        this.#pendingWrites--
      })
  }

  get isWritten(): boolean {
    return this.#pendingWrites === 0
  }

  async written(): Promise<void> {
    while (!this.isWritten) await this.#writing
  }
}
