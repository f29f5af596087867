import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Files that are rendered to be dragged out, each in a folder of its own under its final name; gone when the program ends. */
export class StemDragFolder {
  #root: Promise<string> | null = null
  #count = 0

  constructor(private readonly temporaryFolder: string) {}

  async makeFolder(): Promise<string> {
    this.#root ??= mkdtemp(join(this.temporaryFolder, 'unweave-stems-'))
    const folder = join(await this.#root, String(++this.#count))
    await mkdir(folder)
    return folder
  }

  get isWritten(): boolean {
    return this.#root === null
  }

  /** For the end of the program. */
  async written(): Promise<void> {
    const root = await this.#root
    this.#root = null
    if (root !== null) await rm(root, { recursive: true, force: true }).catch(() => undefined)
  }
}
