import { randomUUID } from 'node:crypto'
import type { Grant } from '@core/contract/engine'
import { AppError } from '@core/errors'

export interface ByteRange {
  readonly offset: number
  readonly byteLength: number
}

/** Where the samples of a document are read from, and the project file that it is saved to. */
export interface Recording {
  readonly name: string
  readonly path: string
  /** null: the whole file; otherwise where the recording lies inside a project file */
  readonly range: ByteRange | null
  readonly projectPath: string | null
}

/**
 * Paths under random ids. The page knows only ids; the engine is told the path behind each. A path thus reaches the engine
 * only after a person chose it in a dialog, a list, a drop or an argument.
 */
export class Grants {
  readonly #recordings = new Map<string, Recording>()
  readonly #folders = new Map<string, string>()

  constructor(private readonly give: (grant: Grant) => void) {}

  grantRecording(recording: Recording): string {
    const grant = randomUUID()
    this.changeRecording(grant, recording)
    return grant
  }

  /** The same grant stands for another place from now on. */
  changeRecording(grant: string, recording: Recording): void {
    this.#recordings.set(grant, recording)
    const { path, name, range } = recording
    this.give({ kind: 'audio-file', grant, path, name, range })
  }

  /** @throws AppError 'unknown-id' */
  recording(grant: string): Recording {
    return found(this.#recordings, grant)
  }

  grantFolder(path: string): string {
    for (const [grant, granted] of this.#folders) if (granted === path) return grant
    const grant = randomUUID()
    this.#folders.set(grant, path)
    this.give({ kind: 'export-folder', grant, path })
    return grant
  }

  /** @throws AppError 'unknown-id' */
  folder(grant: string): string {
    return found(this.#folders, grant)
  }
}

function found<T>(granted: ReadonlyMap<string, T>, grant: string): T {
  const value = granted.get(grant)
  if (value === undefined) throw new AppError('unknown-id', `there is no grant ${grant}`, { id: grant })
  return value
}
