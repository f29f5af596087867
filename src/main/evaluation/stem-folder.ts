import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AppError } from '@core/errors'
import { decodeAudioFile } from '../files/decode-audio'
import type { SampleStore } from '../files/samples/sample-store'

/** A decoded recording with the name of its file, without the ending. */
export interface NamedRecording {
  readonly name: string
  readonly fileName: string
  /** the caller's to close */
  readonly samples: SampleStore
}

export interface StemFolder {
  readonly stems: readonly NamedRecording[]
  /** the file called mix, or null */
  readonly mixture: NamedRecording | null
}

const endings = new Set(['.wav', '.flac', '.mp3', '.ogg', '.opus'])

/**
 * Opens every recording of a folder, by name; one called mix is the mixture.
 *
 * @param argument how the person named the folder: "The folder of true stems"
 * @throws AppError 'invalid-argument' {argument, value, problem} when there is no such folder or no stem in it; as decodeAudioFile does
 */
export async function openStemFolder(folder: string, argument: string): Promise<StemFolder> {
  const refuse = (problem: string) =>
    new AppError('invalid-argument', `${folder}: ${problem}`, { argument, value: `“${folder}”`, problem })
  const names = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    const isFile = thrown.code === 'ENOTDIR'
    if (thrown.code === 'ENOENT' || isFile) throw refuse(isFile ? 'it is a file' : 'there is no such folder')
    throw refuse(`it cannot be read (${thrown.code ?? thrown.message})`)
  })
  const fileNames = names.filter((name) => endings.has(extname(name).toLowerCase())).sort()
  const isMixture = (fileName: string) => nameOf(fileName).toLowerCase() === 'mix'
  if (!fileNames.some((fileName) => !isMixture(fileName))) {
    throw refuse('there is no stem in it, that is no WAV, FLAC, MP3, Ogg Vorbis or Opus file but for one called mix')
  }
  const opened: NamedRecording[] = []
  try {
    for (const fileName of fileNames) opened.push(await openRecording(join(folder, fileName)))
  } catch (thrown) {
    closeAll(opened)
    throw thrown
  }
  return {
    stems: opened.filter(({ fileName }) => !isMixture(fileName)),
    mixture: opened.find(({ fileName }) => isMixture(fileName)) ?? null
  }
}

/** @throws AppError as decodeAudioFile does */
export async function openRecording(path: string): Promise<NamedRecording> {
  const fileName = basename(path)
  const decoded = await decodeAudioFile(
    { path, name: fileName, range: null },
    { onProgress: () => undefined, isCancelled: () => false }
  )
  return { name: nameOf(fileName), fileName, samples: decoded!.samples }
}

export function closeAll(recordings: readonly NamedRecording[]): void {
  for (const { samples } of recordings) samples.close()
}

function nameOf(fileName: string): string {
  return basename(fileName, extname(fileName))
}
