import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeAudioFile, type DecodeCallbacks, type DecodedFile } from '../../../src/main/files/decode-audio'

export const quiet: DecodeCallbacks = { onProgress: () => undefined, isCancelled: () => false }

export async function readFixture(name: string): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../../fixtures', name))
}

/** Decodes bytes by way of a file, as a person would open them. */
export async function decodeBytes(bytes: Uint8Array, name = 'a recording'): Promise<DecodedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'unweave-decode-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    return (await decodeAudioFile({ path, name, range: null }, quiet))!
  } finally {
    await rm(folder, { recursive: true })
  }
}
