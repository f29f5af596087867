import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyProject } from '@core/project/project'
import { findCopies } from '../../../src/main/recovery/recovery-offers'
import { RecoverySession } from '../../../src/main/recovery/recovery-session'

const audio = {
  name: 'a.wav',
  sampleRate: 8000,
  channelCount: 1,
  lengthSamples: 10,
  byteLength: 64,
  sha256: 'a'.repeat(64)
}
const project = { ...emptyProject, audio }
const copy = (keptAt: number) => ({
  keptAt,
  project,
  saved: project,
  projectPath: null,
  isAudioEmbedded: true,
  audio: { name: 'a.wav', path: '/music/a.wav', range: null }
})

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'unweave-copies-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('a recovery session', () => {
  it('keeps its copy from others for as long as it lives, and then leaves it to them', async () => {
    const session = new RecoverySession(root)
    expect(await session.keep(copy(1), null)).toBe(true)
    expect((await findCopies(root)).copies).toEqual([])
    await session.release()
    const { copies } = await findCopies(root)
    expect(copies.map(({ copy: found }) => found)).toEqual([copy(1)])
  })

  it('has a folder of its own beside that of another', async () => {
    const sessions = [new RecoverySession(root), new RecoverySession(root)]
    await Promise.all(sessions.map((session, index) => session.keep(copy(index), null)))
    expect(await readdir(root)).toHaveLength(2)
    await sessions[0]!.forget()
    expect(await readdir(root)).toHaveLength(1)
    await sessions[1]!.forget()
    expect(await readdir(root)).toEqual([])
  })

  it('goes on in the folder of a copy that it adopted', async () => {
    const former = new RecoverySession(root)
    await former.keep(copy(1), null)
    await former.release()
    const { id } = (await findCopies(root)).copies[0]!
    const session = new RecoverySession(root)
    await session.adopt(id, 1)
    expect((await findCopies(root)).copies).toEqual([])
    await session.keep(copy(2), null)
    expect(await readdir(root)).toEqual([id])
    await session.forget()
  })
})

describe('copies that were left', () => {
  it('are offered the newest first', async () => {
    for (const keptAt of [1, 3, 2]) {
      const session = new RecoverySession(root)
      await session.keep(copy(keptAt), null)
      await session.release()
    }
    expect((await findCopies(root)).copies.map(({ copy: { keptAt } }) => keptAt)).toEqual([3, 2, 1])
  })

  it('that are damaged are put aside and told of once', async () => {
    const id = '0123456789abcdef'
    await mkdir(join(root, id))
    await writeFile(join(root, id, 'copy.json'), '{"keptAt": 1')
    const aside = join(root, 'damaged', id)
    expect((await findCopies(root)).unreadable).toEqual([{ reason: 'damaged', path: aside }])
    expect(await readFile(join(aside, 'copy.json'), 'utf8')).toBe('{"keptAt": 1')
    expect(await findCopies(root)).toEqual({ copies: [], unreadable: [] })
  })

  it('of a newer program wait for that', async () => {
    const id = '0123456789abcdef'
    const newer = { ...copy(1), project: { version: 99 }, saved: { version: 99 } }
    await mkdir(join(root, id))
    await writeFile(join(root, id, 'copy.json'), JSON.stringify(newer))
    expect((await findCopies(root)).unreadable).toEqual([{ reason: 'newer', path: join(root, id) }])
    expect(await readdir(root)).toEqual([id])
  })
})
