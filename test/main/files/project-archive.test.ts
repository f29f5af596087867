import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { readNpy, writeNpy } from '@core/audio/npy'
import type { AppError } from '@core/errors'
import { applyEdit } from '@core/project/edits'
import { emptyProject, type Project } from '@core/project/project'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { readProject, writeProject, type ProjectContents } from '../../../src/main/files/project-archive'
import { ZipEntries } from '../../../src/main/files/zip-entries'
import { int16Data, makeWav } from '../../support/make-audio'
import { version1File } from '../../support/version-1-project'

const lengthSamples = 5000
const wav = makeWav({ data: int16Data(Array.from({ length: lengthSamples }, (_, i) => (i * 37) % 1000)) })
const sha256 = createHash('sha256').update(wav).digest('hex')
const shape = { binCount: 257, columnCount: Math.ceil((lengthSamples + 512) / 128) - 1 }
const factors = {
  W: Float32Array.from({ length: shape.binCount * 2 }, (_, i) => i),
  H: Float32Array.from({ length: 2 * shape.columnCount }, (_, i) => i / 2),
  channelGains: null
}

let folder = ''
let audioPath = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-archive-'))
  audioPath = join(folder, 'drums & ünïcödé.wav')
  path = join(folder, 'song.unweave')
  await writeFile(audioPath, wav)
})
afterEach(() => rm(folder, { recursive: true }))

function makeProject(name = 'drums & ünïcödé.wav', changes: Partial<SeparationParameters> = {}): Project {
  const channelCount = changes.isStereo ? 2 : 1
  const audio = { name, sampleRate: 44_100, channelCount, lengthSamples, byteLength: wav.length, sha256 }
  const parameters: SeparationParameters = {
    ...defaultParameters,
    componentCount: 2,
    iterationCount: 3,
    seed: 7,
    windowSamples: 512,
    hopSamples: 128,
    ...changes
  }
  const costs = [
    { iteration: 1, cost: 0.5 },
    { iteration: 3, cost: 0.2 }
  ]
  const separation = { id: 'separation-1', parameters, ...shape, costs, seconds: 0.1, splitCount: 0 }
  const separated = applyEdit({ ...emptyProject, audio }, { type: 'set-separation', separation })
  return applyEdit(separated, { type: 'make-source', id: 'source-1', name: 'Drums', componentIds: ['component-2'] })
}

const contents = (changes: Partial<ProjectContents & { path: string }> = {}): ProjectContents & { path: string } => ({
  path,
  project: makeProject(),
  factors,
  audio: { path: audioPath, range: null },
  isAudioEmbedded: true,
  ...changes
})

const refusal = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (thrown: unknown) => thrown as AppError
  )

async function rangeOf(file: string, { offset, byteLength }: { offset: number; byteLength: number }): Promise<Buffer> {
  return (await readFile(file)).subarray(offset, offset + byteLength)
}

/** Writes a zip of these entries, as a stranger might. */
async function writeZip(entries: Record<string, Uint8Array>, compress = false): Promise<void> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(Buffer.from(bytes), name, { compress })
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  await writeFile(path, Buffer.concat(pieces))
}

async function entriesOf(file: string): Promise<Record<string, Uint8Array>> {
  const zip = await ZipEntries.open(file)
  const names = ['project.json', 'W.npy', 'H.npy', 'channel-gains.npy', 'audio/drums & ünïcödé.wav'].filter((name) =>
    zip.has(name)
  )
  const entries = await Promise.all(names.map(async (name) => [name, await zip.read(name, 1e6)] as const))
  zip.close()
  return Object.fromEntries(entries)
}

describe('a project with its recording inside', () => {
  it('comes back complete, the recording byte for byte at the place that was told', async () => {
    const { range } = await writeProject(contents())
    const opened = await readProject(path)
    expect(opened).toEqual({ project: makeProject(), factors, audio: { path, range }, isAudioEmbedded: true })
    expect((await rangeOf(path, range!)).equals(Buffer.from(wav))).toBe(true)
  })

  it('holds W as bins × K and H as K × columns for NumPy', async () => {
    await writeProject(contents())
    const entries = await entriesOf(path)
    expect(readNpy(entries['W.npy']!)).toEqual({ data: factors.W, shape: [257, 2], fortranOrder: true })
    expect(readNpy(entries['H.npy']!)).toEqual({ data: factors.H, shape: [2, shape.columnCount], fortranOrder: false })
  })

  it('holds the gains of a joint separation of its channels', async () => {
    const project = makeProject('drums & ünïcödé.wav', { isStereo: true })
    const stereo = { ...factors, channelGains: Float32Array.of(0.5, 1.25, 1.5, 0.75) }
    await writeProject(contents({ project, factors: stereo }))
    expect((await readProject(path)).factors).toEqual(stereo)
    const entries = await entriesOf(path)
    const gains = readNpy(entries['channel-gains.npy']!)
    expect(gains).toEqual({ data: stereo.channelGains, shape: [2, 2], fortranOrder: false })

    for (const wrong of [undefined, writeNpy(stereo.channelGains, [4, 1], false)]) {
      const { 'channel-gains.npy': _, ...rest } = entries
      await writeZip(wrong === undefined ? rest : { ...rest, 'channel-gains.npy': wrong })
      const { code, details } = await refusal(readProject(path))
      expect(code).toBe('not-a-project')
      expect(details['problem']).toContain('channel-gains.npy')
    }
  })

  it('holds W of an NMFD as bins × lags × K', async () => {
    const project = makeProject('drums & ünïcödé.wav', { method: 'nmfd', templateColumns: 3 })
    const W = Float32Array.from({ length: shape.binCount * 3 * 2 }, (_, i) => i)
    await writeProject(contents({ project, factors: { ...factors, W } }))
    expect((await readProject(path)).factors).toEqual({ ...factors, W })
    const { 'W.npy': bytes } = await entriesOf(path)
    expect(readNpy(bytes!)).toEqual({ data: W, shape: [257, 3, 2], fortranOrder: true })
  })

  it('can be saved over the very file its recording is read from', async () => {
    const first = await writeProject(contents())
    await rm(audioPath)
    const renamed = applyEdit(makeProject(), {
      type: 'rename',
      kind: 'source',
      id: 'source-1',
      name: 'A much longer name'
    })
    const second = await writeProject(contents({ project: renamed, audio: { path, range: first.range } }))
    expect(second.range).not.toEqual(first.range)
    const opened = await readProject(path)
    expect(opened.project).toEqual(renamed)
    expect((await rangeOf(path, second.range!)).equals(Buffer.from(wav))).toBe(true)
    expect(await readdir(folder)).toEqual(['song.unweave'])
  })

  it('keeps a recording that exists only inside a project, also when asked to link', async () => {
    const { range } = await writeProject(contents())
    const other = join(folder, 'other.unweave')
    await writeProject(contents({ path: other, audio: { path, range }, isAudioEmbedded: false }))
    expect(await readProject(other)).toMatchObject({ isAudioEmbedded: true, audio: { path: other } })
  })

  it('needs no separation', async () => {
    const project = { ...emptyProject, audio: makeProject().audio }
    await writeProject(contents({ project, factors: null }))
    expect(await readProject(path)).toMatchObject({ project, factors: null })
  })

  it('takes any name of a recording', async () => {
    for (const name of ['../../etc/passwd', 'C:\\a\\b.wav', '..', 'a\nb.wav']) {
      await writeProject(contents({ project: makeProject(name) }))
      expect((await readProject(path)).project.audio!.name).toBe(name)
    }
  })
})

describe('a failed save', () => {
  it('leaves the former file when the recording is gone or has changed', async () => {
    await writeProject(contents())
    const before = await readFile(path)
    await writeFile(
      audioPath,
      wav.map((byte, i) => (i === 3000 ? byte ^ 1 : byte))
    )
    expect(await refusal(writeProject(contents()))).toMatchObject({
      code: 'file-changed',
      details: { path: audioPath }
    })
    await rm(audioPath)
    expect(await refusal(writeProject(contents()))).toMatchObject({
      code: 'file-unreadable',
      details: { path: audioPath }
    })
    expect((await readFile(path)).equals(before)).toBe(true)
    expect(await readdir(folder)).toEqual(['song.unweave'])
  })

  it('never replaces the recording itself', async () => {
    const error = await refusal(writeProject(contents({ path: audioPath, isAudioEmbedded: false })))
    expect(error.code).toBe('invalid-argument')
    expect((await readFile(audioPath)).equals(Buffer.from(wav))).toBe(true)
  })
})

describe('a project with a linked recording', () => {
  beforeEach(async () => {
    const { range } = await writeProject(contents({ isAudioEmbedded: false }))
    expect(range).toBeNull()
  })

  it('finds it again, also after both were moved together', async () => {
    expect((await readProject(path)).audio).toEqual({ path: audioPath, range: null })
    const moved = `${folder}-moved`
    await rename(folder, moved)
    folder = moved
    expect(await readProject(join(moved, 'song.unweave'))).toMatchObject({
      audio: { path: join(moved, 'drums & ünïcödé.wav') },
      isAudioEmbedded: false,
      factors
    })
  })

  it('finds it in a folder below, where nothing of its name lies beside the project', async () => {
    const below = join(folder, 'takes')
    await mkdir(below)
    await rename(audioPath, join(below, 'drums.wav'))
    await writeProject(contents({ audio: { path: join(below, 'drums.wav'), range: null }, isAudioEmbedded: false }))
    const moved = `${folder}-moved`
    await rename(folder, moved)
    folder = moved
    const opened = await readProject(join(moved, 'song.unweave'))
    expect(opened.audio.path).toBe(join(moved, 'takes', 'drums.wav'))
  })

  it('says which file is missing', async () => {
    await rm(audioPath)
    const { code, details } = await refusal(readProject(path))
    expect(code).toBe('file-unreadable')
    expect(details).toEqual({ name: 'drums & ünïcödé.wav', path: audioPath, reason: 'ENOENT' })
  })

  it.each([
    ['another length', wav.subarray(2)],
    ['the same length but another content', wav.map((byte, i) => (i === 99 ? byte ^ 1 : byte))]
  ])('says that it changed when it has %s', async (_, bytes) => {
    await writeFile(audioPath, bytes)
    const { code, details } = await refusal(readProject(path))
    expect(code).toBe('file-changed')
    expect(details).toEqual({ name: 'drums & ünïcödé.wav', path: audioPath })
  })
})

describe('a file that is no whole project', () => {
  let entries: Record<string, Uint8Array> = {}
  const json = (change: (file: { version: number; project: Record<string, unknown> }) => void): Uint8Array => {
    const file = JSON.parse(Buffer.from(entries['project.json']!).toString()) as never
    change(file)
    return Buffer.from(JSON.stringify(file))
  }

  beforeEach(async () => {
    await writeProject(contents())
    entries = await entriesOf(path)
  })

  it('is refused wherever it is cut', async () => {
    const whole = await readFile(path)
    for (let length = 0; length < whole.length; length += 997) {
      await writeFile(path, whole.subarray(0, length))
      expect(await refusal(readProject(path))).toMatchObject({
        code: 'not-a-project',
        details: { name: 'song.unweave' }
      })
    }
  })

  it.each(['project.json', 'W.npy', 'H.npy', 'audio/drums & ünïcödé.wav'])('is refused without %s', async (name) => {
    await writeZip(Object.fromEntries(Object.entries(entries).filter(([entry]) => entry !== name)))
    expect(await refusal(readProject(path))).toMatchObject({
      code: 'not-a-project',
      details: { problem: `${name} is missing` }
    })
  })

  it.each<[string, () => Record<string, Uint8Array>]>([
    ['a W of another shape', () => ({ 'W.npy': writeNpy(factors.W, [2, 257], false) })],
    [
      'an H with a negative value',
      () => ({
        'H.npy': writeNpy(
          factors.H.map((h) => -h),
          [2, shape.columnCount],
          false
        )
      })
    ],
    ['a W that is no array', () => ({ 'W.npy': Buffer.from('nothing') })],
    ['a JSON that is none', () => ({ 'project.json': Buffer.from('{"version": 1') })],
    ['a recording that was changed', () => ({ 'audio/drums & ünïcödé.wav': wav.map((byte) => byte ^ 1) })],
    ['a project of another kind', () => ({ 'project.json': json((file) => (file.project = {})) })],
    ['no recording', () => ({ 'project.json': json((file) => (file.project['audio'] = null)) })]
  ])('is refused with %s', async (_, changed) => {
    await writeZip({ ...entries, ...changed() })
    const { code, details } = await refusal(readProject(path))
    expect(code).toBe('not-a-project')
    expect(details['problem']).toBeTruthy()
  })

  it('is refused when its recording was compressed, for it could not be read in place', async () => {
    await writeZip(entries, true)
    expect((await refusal(readProject(path))).code).toBe('not-a-project')
  })

  it('of a newer program is refused by its version', async () => {
    await writeZip({ ...entries, 'project.json': json((file) => (file.version = 99)) })
    expect(await refusal(readProject(path))).toMatchObject({ code: 'newer-project', details: { version: 99 } })
  })

  it('takes factors that NumPy wrote the other way round', async () => {
    const transposed = Float32Array.from(factors.W, (_, i) => factors.W[(i % 2) * 257 + Math.floor(i / 2)]!)
    await writeZip({ ...entries, 'W.npy': writeNpy(transposed, [257, 2], false) })
    expect((await readProject(path)).factors).toEqual(factors)
  })

  it('takes a project of version 1 as the first program wrote it', async () => {
    const file = version1File({ name: 'drums & ünïcödé.wav', lengthSamples, byteLength: wav.length, sha256, ...shape })
    await writeZip({ ...entries, 'project.json': Buffer.from(file) })
    const opened = await readProject(path)
    expect(opened.project.separation!.parameters).toEqual({
      ...defaultParameters,
      updates: 'exact',
      componentCount: 2,
      beta: 0.5,
      iterationCount: 3,
      seed: 7,
      windowSamples: 512,
      hopSamples: 128
    })
    expect(opened.project.separation!.costs).toEqual([
      { iteration: 1, cost: 0.5 },
      { iteration: 2, cost: 0.25 },
      { iteration: 3, cost: 0.2 }
    ])
    expect(opened.project.sources.map(({ name }) => name)).toEqual(['Drums'])
    expect(opened.factors).toEqual(factors)
  })

  it('that is not there is unreadable', async () => {
    const { code, details } = await refusal(readProject(join(folder, 'none.unweave')))
    expect(code).toBe('file-unreadable')
    expect(details['reason']).toBe('ENOENT')
  })
})
