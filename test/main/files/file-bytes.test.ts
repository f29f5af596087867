import { createHash } from 'node:crypto'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { FileBytes } from '../../../src/main/files/file-bytes'

const random = createRandom(2)
const content = Buffer.from(Uint8Array.from({ length: 3_300_000 }, () => 256 * random()))
let folder = ''
let path = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-bytes-'))
  path = join(folder, 'file')
  await writeFile(path, content)
})
afterAll(() => rm(folder, { recursive: true }))

function hashOf(file: FileBytes): string {
  for (const steps = file.sha256(); ;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

it.each([
  ['a whole file', null],
  ['a part of a file', { offset: 12_345, byteLength: 2_200_000 }]
])('%s is read anywhere, with its SHA-256 whatever was read before', async (_name, range) => {
  const bytes = range === null ? content : content.subarray(range.offset, range.offset + range.byteLength)
  const file = await FileBytes.open({ path, name: 'file', range })
  expect(file.byteLength).toBe(bytes.length)
  expect(file.isWhole).toBe(range === null)
  const jump = createRandom(3)
  for (let round = 0; round < 300; round++) {
    const start = Math.floor(jump() * (bytes.length + 10))
    const end = start + Math.floor(jump() ** 4 * 2_000_000)
    expect(bytes.subarray(start, end).equals(file.read(start, end))).toBe(true)
  }
  expect(hashOf(file)).toBe(createHash('sha256').update(bytes).digest('hex'))
  file.close()
})

it('reading in order leaves nothing to read for the SHA-256', async () => {
  const file = await FileBytes.open({ path, name: 'file', range: null })
  for (let start = 0; start < file.byteLength; start += 30_000) file.read(start, start + 30_000)
  expect(file.sha256().next()).toEqual({ done: true, value: createHash('sha256').update(content).digest('hex') })
  file.close()
})

it('a file that became shorter is unreadable', async () => {
  const short = join(folder, 'short')
  await writeFile(short, content)
  const file = await FileBytes.open({ path: short, name: 'short', range: null })
  await truncate(short, 1_000_000)
  expect(() => file.read(2_000_000, 2_000_001)).toThrow(
    expect.objectContaining({ code: 'file-unreadable', details: { name: 'short', path: short, reason: 'ends early' } })
  )
  file.close()
})
