import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { AppError } from '@core/errors'
import { parseProjectFile, projectVersion, type AudioStorage, type ProjectFile } from '@core/project/project-schema'
import type { AudioReference, Project } from '@core/project/project'
import { writeAtomically } from './atomic-write'
import { factorFiles, readFactors, type FactorMatrices } from './factor-files'
import { findLinkedAudio, linkTo } from './linked-audio'
import { fingerprint, readSlices, type ByteRange, type ByteSource } from './read-bytes'
import { notAProject, ZipEntries } from './zip-entries'
import { writeZip, type ZipEntryToWrite } from './zip-writer'

/** A project with everything that belongs to it. */
export interface ProjectContents {
  readonly project: Project
  /** null when the project has no separation */
  readonly factors: FactorMatrices | null
  /** where the recording lies; it may be inside the very file that is written */
  readonly audio: ByteSource
  readonly isAudioEmbedded: boolean
}

const largestJsonBytes = 2 ** 26

/**
 * Writes a project file: a zip with `project.json`, the factors as NumPy arrays and, when embedded, the recording byte for byte
 * and not compressed, so that it can be read where it lies. A recording that exists only inside a project file is embedded in
 * any case.
 *
 * @returns where the embedded recording lies in the new file; null when it is linked
 * @throws AppError 'file-unwritable' {name, reason}; 'file-unreadable', 'file-changed' {name, path} of the recording;
 *   'shape-mismatch', 'invalid-argument'
 */
export async function writeProject(
  options: ProjectContents & { readonly path: string }
): Promise<{ range: ByteRange | null }> {
  const { path, project, factors, audio } = options
  const { audio: reference, separation } = project
  if (reference === null || (separation !== null && factors === null)) {
    const argument = reference === null ? 'recording' : 'factors'
    throw new AppError('invalid-argument', `a project without its ${argument}`, { argument })
  }
  if (audio.range === null && (await realPath(audio.path)) === (await realPath(path))) {
    const problem = 'the project would replace the recording itself'
    throw new AppError('invalid-argument', problem, { argument: 'The file', value: `“${basename(path)}”`, problem })
  }
  const audioStorage: AudioStorage =
    options.isAudioEmbedded || audio.range !== null
      ? { kind: 'embedded', entry: entryNameOf(reference) }
      : { kind: 'linked', path: linkTo(audio.path, path) }
  const file: ProjectFile = { version: projectVersion, audioStorage, project }
  const matrices = separation === null || factors === null ? [] : factorFiles(separation, factors)

  const entries: ZipEntryToWrite[] = [
    bytesEntry('project.json', Buffer.from(`${JSON.stringify(file, null, 2)}\n`)),
    ...matrices.map(([name, bytes]) => bytesEntry(name, bytes))
  ]
  if (audioStorage.kind === 'embedded') {
    const open = (): Readable => Readable.from(copyOf(audio, reference))
    entries.push({ name: audioStorage.entry, isCompressed: false, open })
  }
  await writeAtomically(path, (handle) => writeZip(handle, entries))
  return { range: audioStorage.kind === 'embedded' ? await locate(path, audioStorage.entry) : null }
}

/**
 * Reads a project file whole except for the recording, which stays where it is: its place is returned, and that it is the
 * recording the project was made from is checked by its size and SHA-256.
 *
 * @throws AppError 'file-unreadable' {name, path, reason}, 'file-changed' {name, path}, 'not-a-project' {name, problem},
 *   'newer-project' {name, version, supported}
 */
export async function readProject(path: string): Promise<ProjectContents> {
  try {
    const zip = await ZipEntries.open(path)
    try {
      return await read(zip, path)
    } finally {
      zip.close()
    }
  } catch (thrown) {
    const { code, message, details } = asProjectError(thrown, path)
    throw new AppError(code, message, { name: basename(path), ...details }, { cause: thrown })
  }
}

async function read(zip: ZipEntries, path: string): Promise<ProjectContents> {
  const { project, audioStorage } = parseProjectFile(await readJson(zip))
  if (project.audio === null) throw notAProject('it has no recording')
  const factors = project.separation === null ? null : await readFactors(zip, project.separation, project.audio)
  if (audioStorage.kind === 'linked') {
    const linked = await findLinkedAudio(audioStorage.path, path, project.audio)
    return { project, factors, audio: { path: linked, range: null }, isAudioEmbedded: false }
  }
  const range = await zip.locate(audioStorage.entry)
  const { byteLength, sha256 } = project.audio
  const isSame =
    range.byteLength === byteLength && (await fingerprint({ path, range, name: basename(path) })) === sha256
  if (!isSame) throw notAProject('the recording inside it is damaged')
  return { project, factors, audio: { path, range }, isAudioEmbedded: true }
}

async function readJson(zip: ZipEntries): Promise<unknown> {
  const text = Buffer.from(await zip.read('project.json', largestJsonBytes)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw notAProject('project.json is no JSON')
  }
}

/** The recording piece by piece; fails at its end when it is not the one that the project was made from. */
async function* copyOf(audio: ByteSource, reference: AudioReference): AsyncGenerator<Uint8Array> {
  const { name } = reference
  const hash = createHash('sha256')
  for await (const slice of readSlices({ ...audio, name })) {
    hash.update(slice)
    yield Buffer.from(slice)
  }
  if (hash.digest('hex') !== reference.sha256) {
    throw new AppError('file-changed', `${audio.path} is not the recording of the project`, { name, path: audio.path })
  }
}

function bytesEntry(name: string, bytes: Uint8Array): ZipEntryToWrite {
  return { name, isCompressed: true, open: () => Readable.from([bytes]) }
}

async function locate(path: string, entry: string): Promise<ByteRange> {
  const zip = await ZipEntries.open(path)
  try {
    return await zip.locate(entry)
  } finally {
    zip.close()
  }
}

async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path))
}

/** The recording keeps its name as far as every system and every zip program can take it. */
function entryNameOf({ name }: AudioReference): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')
  return `audio/${/^\.*$/.test(safe) ? 'recording' : safe}`
}

/** Whatever a zip or its content can do wrong makes it no project; what the system refuses stays what it is. */
function asProjectError(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) return thrown
  const { code, message } = thrown as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return notAProject(message)
  return new AppError('file-unreadable', `${path}: ${code}`, { name: basename(path), path, reason: code })
}
