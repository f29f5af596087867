import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildKernels } from './build-kernels.mjs'
import { isNewerThanSources } from './freshness.mjs'
import { withLock } from './lock.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'

const sources = ['src', 'electron.vite.config.ts', 'package-lock.json']
const results = [
  'out/main/index.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'out/kernels/relaxed-fma.wasm',
  'out/kernels/mul-add.wasm'
]
/** Its time is that of the build in out/. */
export const stampPath = join(projectRoot, '.cache', 'build-stamp')

/** Build the app unless the build is newer than every source. Parallel calls wait for one another and build once. */
export async function ensureBuild() {
  if (isFresh()) return
  await withLock(join(projectRoot, '.cache', 'build.lock'), async () => {
    if (!isFresh()) await build()
  })
}

function isFresh() {
  if (!existsSync(stampPath) || !results.every((path) => existsSync(join(projectRoot, path)))) return false
  return isNewerThanSources(
    statSync(stampPath).mtimeMs,
    sources.map((path) => join(projectRoot, path))
  )
}

async function build() {
  // The stamp bears the time before the build: what is changed while it runs is newer than it.
  const startedAt = new Date()
  await buildKernels()
  const bundler = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { code, output } = await runCommand(process.execPath, [bundler, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot
  })
  if (code !== 0) throw new Error(`The app could not be built:\n${output.trim()}`)
  mkdirSync(dirname(stampPath), { recursive: true })
  writeFileSync(stampPath, '')
  utimesSync(stampPath, startedAt, startedAt)
}
