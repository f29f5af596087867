import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AudioClip } from '@core/audio/audio-clip'
import { decodeAudioFile, type DecodeCallbacks, type DecodedFile } from '../../../src/main/files/decode-audio'
import type { DecodingLimits } from '../../../src/main/files/decoders/decoding'
import { readClip } from '../../support/read-clip'

export const quiet: DecodeCallbacks = { onProgress: () => undefined, isCancelled: () => false }

export async function readFixture(name: string): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../../fixtures', name))
}

export interface DecodedBytes extends DecodedFile {
  readonly clip: AudioClip
}

/** Decodes bytes by way of a file, as a person would open them. */
export async function decodeBytes(
  bytes: Uint8Array,
  name = 'a recording',
  limits?: DecodingLimits
): Promise<DecodedBytes> {
  const folder = await mkdtemp(join(tmpdir(), 'unweave-decode-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    const decoded = (await decodeAudioFile({ path, name, range: null }, quiet, limits))!
    const clip = readClip(decoded.samples)
    decoded.samples.close()
    return { ...decoded, clip }
  } finally {
    await rm(folder, { recursive: true })
  }
}
