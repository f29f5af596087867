import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { build } from 'vite'
import { AppError } from '@core/errors'
import { writeAtomically } from '../../../src/main/files/atomic-write'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-atomic-'))
  path = join(folder, 'song.unweave')
})
afterEach(() => rm(folder, { recursive: true }))

const write = (text: string, at = path): Promise<void> => writeAtomically(at, async (handle) => handle.writeFile(text))

it('writes a new file, and replaces one whole', async () => {
  await write('a long first version')
  expect(await readFile(path, 'utf8')).toBe('a long first version')
  await write('short')
  expect(await readFile(path, 'utf8')).toBe('short')
  expect(await readdir(folder)).toEqual(['song.unweave'])
})

it('a writer that fails leaves the old file and no other', async () => {
  await write('old')
  const failure = new Error('the disk of the mind is full')
  const failing = writeAtomically(path, async (handle) => {
    await handle.write('half of the n')
    throw failure
  })
  await expect(failing).rejects.toBe(failure)
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['song.unweave'])
})

it('what the system refuses is told with name and reason', async () => {
  const nowhere = join(folder, 'missing', 'song.unweave')
  await expect(write('x', nowhere)).rejects.toMatchObject({
    code: 'file-unwritable',
    details: { name: 'song.unweave', reason: 'ENOENT' }
  })
  await mkdir(join(folder, 'a folder'))
  await expect(write('x', join(folder, 'a folder'))).rejects.toMatchObject({ details: { reason: 'EISDIR' } })
  const full = writeAtomically(path, () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })))
  await expect(full).rejects.toMatchObject({ code: 'file-unwritable', details: { reason: 'ENOSPC' } })
  expect(await readdir(folder)).toEqual(['a folder'])
})

it('an error of the program passes through as it is', async () => {
  const error = new AppError('file-changed', 'another recording')
  await expect(writeAtomically(path, () => Promise.reject(error))).rejects.toBe(error)
})

it.skipIf(process.platform === 'win32')('an existing file keeps its mode, whatever the umask', async () => {
  await write('old')
  await chmod(path, 0o662)
  await write('new')
  expect((await stat(path)).mode & 0o777).toBe(0o662)
})

it.skipIf(process.platform === 'win32')('a symbolic link stays and its target is replaced', async () => {
  await mkdir(join(folder, 'elsewhere'))
  const target = join(folder, 'elsewhere', 'real.unweave')
  await symlink('elsewhere/real.unweave', path)
  await write('through a link that leads nowhere yet')
  await write('again')
  expect(await readlink(path)).toBe('elsewhere/real.unweave')
  expect(await readFile(target, 'utf8')).toBe('again')
  expect(await readdir(join(folder, 'elsewhere'))).toEqual(['real.unweave'])
})

it('many writes at once leave one whole version and no other file', async () => {
  const versions = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000))
  await Promise.all(versions.map((version) => write(version)))
  expect(versions).toContain(await readFile(path, 'utf8'))
  expect(await readdir(folder)).toEqual(['song.unweave'])
})

it('a process killed in the middle of a save leaves the old file intact', async () => {
  await write('old')
  const root = resolve(import.meta.dirname, '../../..')
  const built = join(folder, 'built')
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@core': resolve(root, 'src/core') } },
    build: { ssr: resolve(root, 'src/main/files/atomic-write.ts'), outDir: built }
  })
  const script = join(folder, 'saver.mjs')
  await writeFile(
    script,
    `import { writeAtomically } from './built/atomic-write.js'
     await writeAtomically(${JSON.stringify(path)}, async (handle) => {
       await handle.write('half of the new')
       await handle.sync()
       process.stdout.write('writing')
       await new Promise((done) => setTimeout(done, 60_000))
     })`
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), exit])
  child.kill('SIGKILL')
  expect(await exit).toEqual([null, 'SIGKILL'])
  expect(await readFile(path, 'utf8')).toBe('old')
})
