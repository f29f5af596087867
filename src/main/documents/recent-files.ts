import { createHash } from 'node:crypto'
import { basename, dirname, sep } from 'node:path'
import { z } from 'zod'
import type { RecentFile } from '@core/contract/desktop'
import { JsonFile } from './json-file'

const entrySchema = z.object({ path: z.string().min(1), kind: z.enum(['audio', 'project']), openedAt: z.number() })
type Entry = z.infer<typeof entrySchema>

export const recentFileLimit = 10

/** The files opened or saved last, newest first. A missing one stays until somebody tries to open it. */
export class RecentFiles {
  private constructor(
    private readonly file: JsonFile<Entry[]>,
    private readonly home: string,
    private readonly onChange: () => void
  ) {}

  static async read(options: { path: string; home: string; onChange: () => void }): Promise<RecentFiles> {
    const file = await JsonFile.read(options.path, z.array(entrySchema), [])
    return new RecentFiles(file, options.home, options.onChange)
  }

  add(path: string, kind: Entry['kind'], openedAt: number = Date.now()): void {
    const others = this.file.value.filter((entry) => entry.path !== path)
    this.#set([{ path, kind, openedAt }, ...others].slice(0, recentFileLimit))
  }

  remove(path: string): void {
    this.#set(this.file.value.filter((entry) => entry.path !== path))
  }

  clear(): void {
    this.#set([])
  }

  /** What the page may know: an id in place of the path. */
  list(): RecentFile[] {
    return this.file.value.map(({ path, kind, openedAt }) => ({
      id: idOf(path),
      name: basename(path),
      displayPath: shortenPath(path, this.home),
      kind,
      openedAt
    }))
  }

  /** The path behind an id; null when it is not in the list any more. */
  pathOf(id: string): string | null {
    return this.file.value.find((entry) => idOf(entry.path) === id)?.path ?? null
  }

  get isWritten(): boolean {
    return this.file.isWritten
  }

  written(): Promise<void> {
    return this.file.written()
  }

  #set(entries: Entry[]): void {
    this.file.set(entries)
    this.onChange()
  }
}

/** The folder of a path as people write it: `~` for the home folder, the middle left out when it is long. */
export function shortenPath(path: string, home: string): string {
  const folder = dirname(path)
  const isAtHome = folder === home || folder.startsWith(home.endsWith(sep) ? home : home + sep)
  const short = isAtHome ? `~${folder.slice(home.length)}` : folder
  const parts = short.split(sep)
  return parts.length <= 5 ? short : [...parts.slice(0, 2), '…', ...parts.slice(-2)].join(sep)
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16)
}
