import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StemDragFolder } from '../../../src/main/stem-drag/stem-drag-folder'

let temporary: string
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'unweave-drag-folders-'))
})
afterEach(() => rm(temporary, { recursive: true, force: true }))

describe('the folder of stems that are dragged out', () => {
  it('gives each stem a folder of its own, and leaves nothing behind', async () => {
    const stems = new StemDragFolder(temporary)
    expect(stems.isWritten).toBe(true)
    const folders = await Promise.all([stems.makeFolder(), stems.makeFolder()])
    expect(new Set(folders).size).toBe(2)
    expect(dirname(folders[0])).toBe(dirname(folders[1]))
    await writeFile(join(folders[0], 'a.wav'), 'a')
    expect(stems.isWritten).toBe(false)
    await stems.written()
    expect(stems.isWritten).toBe(true)
    expect(await readdir(temporary)).toEqual([])
  })

  it('sweeps what a killed program left, and nothing else', async () => {
    const left = join(temporary, 'unweave-stems-0123456789abcdef', '1')
    await mkdir(left, { recursive: true })
    await writeFile(join(left, 'take – Drums.wav'), 'a')
    await mkdir(join(temporary, 'unweave-stems-of-mine'))
    const running = new StemDragFolder(temporary)
    const folder = await running.makeFolder()
    await new StemDragFolder(temporary).removeStale()
    await access(folder)
    expect((await readdir(temporary)).toSorted()).toEqual(
      [dirname(folder).slice(temporary.length + 1), 'unweave-stems-of-mine'].toSorted()
    )
    await running.written()
  })

  it('can be swept where there is no folder at all', async () => {
    await expect(new StemDragFolder(join(temporary, 'nowhere')).removeStale()).resolves.toBeUndefined()
  })
})
