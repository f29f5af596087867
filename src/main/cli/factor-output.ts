import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@core/errors'
import type { SeparationResult } from '@core/contract/engine'
import { channelGainsOf } from '@core/separation/factor-model'
import { writeAtomically } from '../files/atomic-write'
import { factorFileNames, factorFiles } from '../files/factor-files'

/** The factors as NumPy files of a folder; null stands for one that must not lie there. */
export type FactorOutput = ReadonlyMap<string, Uint8Array | null>

/**
 * The files that a separation's factors make. Gains that an earlier separation of the channels left would not belong to
 * these templates, so they are a part of the set.
 */
export function factorOutput({ parameters, factors }: SeparationResult): FactorOutput {
  const { W, H, binCount, columnCount, model } = factors
  const files = factorFiles({ parameters, binCount, columnCount }, { W, H, channelGains: channelGainsOf(model) })
  return new Map([...Object.values(factorFileNames).map((name) => [name, null] as const), ...files])
}

/**
 * Refuses to replace or remove files of other content; the very same bytes are no conflict.
 *
 * @throws AppError 'file-unwritable' {existing}
 */
export async function refuseOtherFactors(folder: string, output: FactorOutput): Promise<void> {
  const taken: string[] = []
  for (const [name, bytes] of output) {
    const present = await contentOf(join(folder, name))
    if (present !== null && (bytes === null || !present.equals(bytes))) taken.push(name)
  }
  if (taken.length === 0) return
  const existing = taken.join(', ')
  throw new AppError('file-unwritable', `${existing}: exists in ${folder}`, { existing })
}

/** Writes each file whole or not at all. @throws AppError 'file-unwritable' {name, reason} */
export async function writeFactors(folder: string, output: FactorOutput): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((thrown: NodeJS.ErrnoException) => {
    throw new AppError('file-unwritable', thrown.message, { name: folder, reason: thrown.code ?? null })
  })
  for (const [name, bytes] of output) {
    const path = join(folder, name)
    if (bytes === null) await rm(path, { force: true })
    else await writeAtomically(path, async (handle) => void (await handle.writeFile(bytes)))
  }
}

async function contentOf(path: string): Promise<Buffer | null> {
  return readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null
    return Buffer.alloc(0)
  })
}
