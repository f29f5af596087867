import type { Grant } from '@core/contract/engine'
import { AppError } from '@core/errors'

export type AudioFileGrant = Extract<Grant, { kind: 'audio-file' }>
export type ExportFolderGrant = Extract<Grant, { kind: 'export-folder' }>

const defaultPatienceMilliseconds = 2000

/**
 * The files and folders that the host has allowed. The engine touches no other path. Grants and the calls that name them come
 * over different ports, between which there is no order: a grant that is not there yet is waited for.
 */
export class GrantTable {
  readonly #grants = new Map<string, Grant>()
  readonly #waiting = new Set<() => void>()
  readonly #patienceMilliseconds: number

  constructor({ patienceMilliseconds = defaultPatienceMilliseconds }: { patienceMilliseconds?: number } = {}) {
    this.#patienceMilliseconds = patienceMilliseconds
  }

  add(grant: Grant): void {
    this.#grants.set(grant.grant, grant)
    for (const look of this.#waiting) look()
  }

  /** @throws AppError 'unknown-id' {grant} when it does not come in time, or stands for a folder */
  async audioFile(id: string): Promise<AudioFileGrant> {
    const grant = await this.#find(id)
    if (grant?.kind !== 'audio-file') throw unknownGrant(id)
    return grant
  }

  /** @throws AppError 'unknown-id' {grant} when it does not come in time, or stands for a file */
  async exportFolder(id: string): Promise<ExportFolderGrant> {
    const grant = await this.#find(id)
    if (grant?.kind !== 'export-folder') throw unknownGrant(id)
    return grant
  }

  #find(id: string): Promise<Grant | undefined> | Grant {
    const known = this.#grants.get(id)
    if (known !== undefined) return known
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve(this.#grants.get(id))
      }
      const look = (): void => {
        if (this.#grants.has(id)) settle()
      }
      const timer = setTimeout(settle, this.#patienceMilliseconds)
      this.#waiting.add(look)
    })
  }
}

function unknownGrant(id: string): AppError {
  return new AppError('unknown-id', `there is no grant ${id} of this kind`, { grant: id })
}
