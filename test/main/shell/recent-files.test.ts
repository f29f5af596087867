import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecentFiles, recentFileLimit, shortenPath } from '../../../src/main/documents/recent-files'

let folder = ''
let changes = 0
const read = () =>
  RecentFiles.read({ path: join(folder, 'recent-files.json'), home: '/home/ada', onChange: () => changes++ })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-recent-'))
  changes = 0
})
afterEach(() => rm(folder, { recursive: true }))

describe('RecentFiles', () => {
  it('lists the newest first, each file once', async () => {
    const recent = await read()
    recent.add('/music/a.wav', 'audio', 1)
    recent.add('/music/b.unweave', 'project', 2)
    recent.add('/music/a.wav', 'audio', 3)
    expect(recent.list().map(({ name, kind, openedAt }) => ({ name, kind, openedAt }))).toEqual([
      { name: 'a.wav', kind: 'audio', openedAt: 3 },
      { name: 'b.unweave', kind: 'project', openedAt: 2 }
    ])
    expect(changes).toBe(3)
  })

  it('keeps ten', async () => {
    const recent = await read()
    for (let i = 0; i < 15; i++) recent.add(`/music/${i}.wav`, 'audio', i)
    expect(recent.list()).toHaveLength(recentFileLimit)
    expect(recent.list().at(-1)?.name).toBe('5.wav')
  })

  it('tells paths only by id', async () => {
    const recent = await read()
    recent.add('/home/ada/secret/place/deep/down/a.wav', 'audio')
    const [file] = recent.list()
    expect(JSON.stringify(file)).not.toContain('/home/ada')
    expect(recent.pathOf(file!.id)).toBe('/home/ada/secret/place/deep/down/a.wav')
    expect(recent.pathOf('/home/ada/secret/place/deep/down/a.wav')).toBeNull()
  })

  it('is there again after a restart', async () => {
    const recent = await read()
    recent.add('/music/a.wav', 'audio', 1)
    recent.add('/music/b.wav', 'audio', 2)
    recent.remove('/music/a.wav')
    await recent.written()
    expect((await read()).list().map(({ name }) => name)).toEqual(['b.wav'])
  })

  it('writes the newest of many quick changes', async () => {
    const recent = await read()
    for (let i = 0; i < 50; i++) recent.add(`/music/${i}.wav`, 'audio', i)
    await recent.written()
    const entries = JSON.parse(await readFile(join(folder, 'recent-files.json'), 'utf8')) as { path: string }[]
    expect(entries[0]?.path).toBe('/music/49.wav')
  })

  it.each(['', '{', '[{"path":7}]', '{"version":2}'])('starts empty from a damaged file: %s', async (text) => {
    await writeFile(join(folder, 'recent-files.json'), text)
    expect((await read()).list()).toEqual([])
  })
})

describe('shortenPath', () => {
  it('writes the home folder as ~ and leaves out the middle of long paths', () => {
    expect(shortenPath('/home/ada/Music/a.wav', '/home/ada')).toBe('~/Music')
    expect(shortenPath('/home/adam/a.wav', '/home/ada')).toBe('/home/adam')
    expect(shortenPath('/home/ada/a/b/c/d/e/x.wav', '/home/ada')).toBe('~/a/…/d/e')
  })
})
