import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileKernel, loadKernel } from '../../../src/main/engine/kernel-file'

/** the smallest module there is */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
const builds = [
  { build: 'relaxed-fma', fileName: 'fast.wasm' },
  { build: 'mul-add', fileName: 'plain.wasm' }
] as const
let folder: string
let url: URL

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-kernels-'))
  url = pathToFileURL(`${folder}/`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = (fileName: string, bytes: Uint8Array) => writeFile(join(folder, fileName), bytes)

describe('the kernel’s file', () => {
  it('is the one that was built, compiled once', async () => {
    const kernel = await loadKernel()
    expect(kernel.module).toBeInstanceOf(WebAssembly.Module)
    expect(WebAssembly.Module.imports(kernel.module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
    expect((await loadKernel()).module).toBe(kernel.module)
  })

  it('is the fastest that this machine accepts', async () => {
    await write('fast.wasm', emptyModule)
    await write('plain.wasm', emptyModule)
    expect((await compileKernel(url, builds)).build).toBe('relaxed-fma')
    await write('fast.wasm', Uint8Array.of(...emptyModule, 77))
    expect((await compileKernel(url, builds)).build).toBe('mul-add')
  })

  it('is missed with a reason when there is none that can be used', async () => {
    await write('fast.wasm', Uint8Array.of(1, 2, 3))
    await write('plain.wasm', Uint8Array.of(1, 2, 3))
    await expect(compileKernel(url, builds)).rejects.toMatchObject({ code: 'unexpected' })
    await rm(join(folder, 'plain.wasm'))
    await expect(compileKernel(url, builds)).rejects.toThrow('plain.wasm cannot be read')
  })
})
