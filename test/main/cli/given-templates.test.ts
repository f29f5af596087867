import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeNpy } from '@core/audio/npy'
import { describeError } from '@core/contract/error-sentences'
import type { AppError } from '@core/errors'
import { readGivenTemplates } from '../../../src/main/cli/given-templates'
import { ascii, hex, join as joinBytes } from '../../support/make-audio'

const binCount = 257
const W = Float32Array.from({ length: 2 * binCount }, (_, i) => 1 + (i % 7))

let path = ''
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unweave-templates-'))
  path = join(folder, 'W.npy')
  return () => rm(folder, { recursive: true })
})

const read = async (bytes: Uint8Array) => {
  await writeFile(path, bytes)
  return readGivenTemplates(path, 512)
}

async function refusal(bytes: Uint8Array): Promise<{ code: string; why: string }> {
  const error = await read(bytes).then(
    () => expect.unreachable('it was not refused'),
    (thrown: unknown) => thrown as AppError
  )
  return { code: error.code, why: describeError(error.toData()).why }
}

describe('templates from a file', () => {
  it('are read in either order, and a single one without its second dimension', async () => {
    expect(await read(writeNpy(W, [binCount, 2], true))).toEqual({ W, count: 2 })
    const rowAfterRow = W.map((_, i) => W[(i % 2) * binCount + Math.floor(i / 2)]!)
    expect(await read(writeNpy(rowAfterRow, [binCount, 2], false))).toEqual({ W, count: 2 })
    const first = W.slice(0, binCount)
    expect(await read(writeNpy(first, [binCount], false))).toEqual({ W: first, count: 1 })
  })

  it('are read from doubles, as NumPy writes by itself', async () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (257, 1), }".padEnd(117) + '\n'
    const doubles = new Uint8Array(Float64Array.from({ length: binCount }, (_, i) => i / 4).buffer)
    const bytes = joinBytes([hex('934e554d505901007600'), ascii(header), doubles])
    expect((await read(bytes)).W[256]).toBe(64)
  })

  it.each([
    [[1025, 1], 'have 1025 bins instead of the 257 of a window of 512; --window 2048 fits them'],
    [[2, 257], 'save W.T instead'],
    [[100, 2], 'no window gives as many'],
    [[257, 3, 1], '3 columns long'],
    [[257, 0], 'no template']
  ])('of the shape %j are refused', async (shape, sentence) => {
    const values = new Float32Array(shape.reduce((product, extent) => product * extent)).fill(1)
    const { code, why } = await refusal(writeNpy(values, shape, true))
    expect(code).toBe('invalid-argument')
    expect(why).toContain(sentence)
  })

  it.each([
    [-0.5, 'template 2 holds -0.5, and templates are never negative'],
    [Infinity, 'template 2 holds Infinity, and templates are never infinite'],
    [NaN, 'template 2 holds NaN']
  ])('that hold %d are refused', async (value, sentence) => {
    const wrong = W.with(binCount + 3, value)
    expect((await refusal(writeNpy(wrong, [binCount, 2], true))).why.toLowerCase()).toContain(sentence.toLowerCase())
  })

  it('that are silent, or no array at all, are refused', async () => {
    const silent = W.map((value, i) => (i < binCount ? 0 : value))
    expect((await refusal(writeNpy(silent, [binCount, 2], true))).why).toContain('Template 1 is 0 everywhere')
    expect((await refusal(Buffer.from('nothing'))).why).toContain('It is no NumPy file')
  })

  it('that are not there are unreadable by their own name', async () => {
    const error = await readGivenTemplates(join(path, '..', 'none.npy'), 512).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'file-unreadable', details: { name: 'none.npy', reason: 'ENOENT' } })
  })
})
