import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TemplateSet } from '@core/separation/template-set'
import { TemplateLibrary } from '../../src/main/templates/template-library'

let folder: string
let library: TemplateLibrary

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-library-'))
  library = new TemplateLibrary(join(folder, 'library'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function drums(name = 'drums'): TemplateSet {
  return {
    ...{ format: 'unweave-templates', version: 1, name, sampleRate: 44_100, windowSamples: 8 },
    ...{ templateCount: 2, learnedFrom: 'drums.wav', W: Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0, 0.25, 0.25, 0.5) }
  }
}

test('is empty at first, keeps sets under names of their own, and gives them back as they were', async () => {
  expect(await library.list()).toEqual([])
  await library.keep(drums())
  await library.keep(drums())
  const entries = await library.list()
  expect(entries.map(({ id }) => id).sort()).toEqual(['drums', 'drums-2'])
  expect(await library.open('drums-2')).toEqual(drums())
})

test('a name that no file can have is kept inside', async () => {
  await library.keep(drums('a/b: "c"'))
  const [entry] = await library.list()
  expect(entry!.facts!.name).toBe('a/b: "c"')
  expect(await readdir(join(folder, 'library'))).toHaveLength(2)
})

test('sets are renamed, deleted, exported and imported', async () => {
  await library.keep(drums())
  await library.rename('drums', 'kit')
  expect((await library.list())[0]!.facts!.name).toBe('kit')
  await library.exportTo('drums', join(folder, 'out'))
  await library.delete('drums')
  expect(await library.list()).toEqual([])
  await library.importFrom(join(folder, 'out', 'drums.npy'))
  expect((await library.list())[0]).toMatchObject({ id: 'kit', facts: { templateCount: 2 } })
})

test('an export replaces nothing', async () => {
  await library.keep(drums())
  await library.exportTo('drums', folder)
  await writeFile(join(folder, 'drums.json'), 'mine')
  await expect(library.exportTo('drums', folder)).rejects.toMatchObject({ code: 'file-unwritable' })
})

test('what is broken is listed with what is wrong, and the others are as they were', async () => {
  await library.keep(drums())
  await writeFile(join(folder, 'library', 'bad.json'), '{}')
  const entries = await library.list()
  expect(entries.find(({ id }) => id === 'bad')).toMatchObject({ facts: null, problem: /description of templates/ })
  expect(entries.find(({ id }) => id === 'drums')!.facts).not.toBeNull()
})

test.each(['../drums', '.hidden', '', 'a/b'])('an id is no path: %s', async (id) => {
  await expect(async () => library.open(id)).rejects.toMatchObject({ code: 'unknown-id' })
})
