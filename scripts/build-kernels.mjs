import { existsSync, mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main as compile } from 'assemblyscript/asc'
import { isNewerThanSources } from './freshness.mjs'
import { withLock } from './lock.mjs'
import { projectRoot } from './paths.mjs'

export const kernelFolder = join(projectRoot, 'out', 'kernels')
const sources = ['src/core/kernels/assembly', 'scripts/build-kernels.mjs', 'package-lock.json']
const modules = [
  { fileName: 'relaxed-fma.wasm', features: 'simd,threads,relaxed-simd' },
  { fileName: 'mul-add.wasm', features: 'simd,threads' }
]

if (process.argv[1] === import.meta.filename) await buildKernels()

/** Compile the kernels unless they are newer than their sources. Parallel calls wait for one another and build once. */
export async function buildKernels() {
  if (modules.every(isFresh)) return
  await withLock(join(projectRoot, '.cache', 'kernels.lock'), async () => {
    for (const module of modules) if (!isFresh(module)) await buildModule(module)
  })
}

function isFresh({ fileName }) {
  const path = join(kernelFolder, fileName)
  if (!existsSync(path)) return false
  return isNewerThanSources(
    statSync(path).mtimeMs,
    sources.map((source) => join(projectRoot, source))
  )
}

async function buildModule({ fileName, features }) {
  // The module bears the time before the build: what is changed while it runs is newer than it.
  const startedAt = new Date()
  let module = null
  const { error, stderr } = await compile(
    [
      ...['src/core/kernels/assembly/nmf.ts', '--baseDir', projectRoot, '--outFile', fileName],
      ...['--enable', features, '--runtime', 'stub', '-O3', '--noAssert'],
      // The largest memory that WebAssembly has: a smaller one fits as well.
      ...['--importMemory', '--sharedMemory', '--noExportMemory', '--initialMemory', '1', '--maximumMemory', '65536']
    ],
    { writeFile: (_, contents) => (module = contents) }
  )
  if (error) throw new Error(`The kernels could not be compiled:\n${stderr.toString()}`, { cause: error })
  mkdirSync(kernelFolder, { recursive: true })
  const path = join(kernelFolder, fileName)
  writeFileSync(`${path}.new`, module)
  utimesSync(`${path}.new`, startedAt, startedAt)
  renameSync(`${path}.new`, path)
}
