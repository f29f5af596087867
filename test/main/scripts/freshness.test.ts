import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isNewerThanSources } from '../../../scripts/freshness.mjs'

const builtAtSeconds = 1_000_000
let folder = ''

function setTime(path: string, seconds: number): void {
  utimesSync(path, seconds, seconds)
}

function isFresh(): boolean {
  return isNewerThanSources(builtAtSeconds * 1000, [join(folder, 'src'), join(folder, 'lock.json')])
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unweave-freshness-'))
  mkdirSync(join(folder, 'src', 'inner'), { recursive: true })
  const files = ['lock.json', 'src/a.ts', 'src/inner/b.ts']
  for (const name of files) writeFileSync(join(folder, name), '')
  for (const name of [...files, 'src/inner', 'src']) setTime(join(folder, name), builtAtSeconds - 10)
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('a build', () => {
  test('is fresh when every source is older', () => {
    expect(isFresh()).toBe(true)
  })

  test('is stale when a file deep in a folder is newer', () => {
    setTime(join(folder, 'src/inner/b.ts'), builtAtSeconds + 1)
    expect(isFresh()).toBe(false)
  })

  test('is stale when a single named file is newer', () => {
    setTime(join(folder, 'lock.json'), builtAtSeconds + 1)
    expect(isFresh()).toBe(false)
  })

  test('is stale when a source changed in the very moment the build began', () => {
    setTime(join(folder, 'src/a.ts'), builtAtSeconds)
    expect(isFresh()).toBe(false)
  })

  test('is stale when a source was deleted, though all that are left are older', () => {
    rmSync(join(folder, 'src/inner/b.ts'))
    expect(isFresh()).toBe(false)
  })

  test('is stale when a source was renamed and kept its time', () => {
    renameSync(join(folder, 'src/a.ts'), join(folder, 'src/c.ts'))
    expect(isFresh()).toBe(false)
  })
})
