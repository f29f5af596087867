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
  await library.importFrom([join(folder, 'out', 'drums.npy'), join(folder, 'out', 'drums.json')])
  expect(await library.list()).toMatchObject([{ id: 'kit', facts: { templateCount: 2 } }])
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

test('a dot in a name is no ending: sets that differ after it stay two, whatever is done with one of them', async () => {
  const loud = { ...drums('take 1.5'), learnedFrom: 'loud.wav' }
  await library.keep(drums('take 1'))
  await library.keep(loud)
  await library.rename('take 1.5', 'take 2')
  expect(await library.open('take 1.5')).toEqual({ ...loud, name: 'take 2' })
  expect(await library.open('take 1')).toEqual(drums('take 1'))
  await library.delete('take 1')
  expect((await library.list()).map(({ id }) => id)).toEqual(['take 1.5'])
})

test.each([
  ['Drums', 'drums', 'drums-2'],
  ['x', '. .', 'templates'],
  ['x', 'CON', '_CON'],
  ['x', 'Mr. ', 'Mr']
])('after %s, a set named “%s” gets a file that every system can have: %s', async (first, name, id) => {
  await library.keep(drums(first))
  await library.keep(drums(name))
  expect((await library.list()).map((entry) => entry.id)).toContain(id)
  expect(await library.open(id)).toEqual(drums(name))
})

test('of several files to import all are taken, or none', async () => {
  await library.keep(drums())
  await library.exportTo('drums', folder)
  await writeFile(join(folder, 'bad.json'), '{}')
  await expect(library.importFrom([join(folder, 'drums.npy'), join(folder, 'bad.json')])).rejects.toMatchObject({
    code: 'invalid-argument'
  })
  expect(await library.list()).toHaveLength(1)
})
