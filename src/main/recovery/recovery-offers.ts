import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@core/errors'
import type { FactorMatrices } from '../files/factor-files'
import { readCopy, type RecoveryCopy } from './recovery-copy'
import { isSessionHeld } from '../session-lock'

export interface FoundCopy {
  readonly id: string
  readonly folder: string
  readonly copy: RecoveryCopy
  readonly factors: FactorMatrices | null
}

export interface UnreadableCopy {
  readonly reason: 'damaged' | 'newer'
  /** where it lies now */
  readonly path: string
}

export interface FoundCopies {
  /** newest first */
  readonly copies: readonly FoundCopy[]
  readonly unreadable: readonly UnreadableCopy[]
}

const sessionIds = /^[0-9a-f]{16}$/

/** The copies whose program is not running any more. A damaged one is kept aside, so that it is told of only once. */
export async function findCopies(root: string): Promise<FoundCopies> {
  const copies: FoundCopy[] = []
  const unreadable: UnreadableCopy[] = []
  for (const id of await readdir(root).catch((): string[] => [])) {
    if (!sessionIds.test(id) || (await isSessionHeld(id))) continue
    const found = await readFound(root, id)
    if (found === null) continue
    if ('copy' in found) copies.push(found)
    else unreadable.push(found)
  }
  return { copies: copies.sort((a, b) => b.copy.keptAt - a.copy.keptAt), unreadable }
}

async function readFound(root: string, id: string): Promise<FoundCopy | UnreadableCopy | null> {
  const folder = join(root, id)
  try {
    const contents = await readCopy(folder)
    if (contents !== null) return { id, folder, ...contents }
    // The program ended before its first copy was complete.
    await rm(folder, { recursive: true, force: true })
    return null
  } catch (thrown) {
    if (AppError.from(thrown).code === 'newer-project') return { reason: 'newer', path: folder }
    return { reason: 'damaged', path: await putAside(root, id) }
  }
}

async function putAside(root: string, id: string): Promise<string> {
  const aside = join(root, 'damaged')
  await mkdir(aside, { recursive: true })
  await rename(join(root, id), join(aside, id))
  return join(aside, id)
}
