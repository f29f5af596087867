import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { stampPath } from './ensure-build.mjs'
import { launchArguments, launchEnvironment } from './launch-arguments.mjs'
import { describeMissingLibraries } from './missing-libraries.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

const { executablePath } = await resolveRuntime()
const missing = await describeMissingLibraries(executablePath)
if (missing) {
  console.error(missing)
  process.exit(1)
}

// It builds into the same folder, for development: what runs the app otherwise has to build again.
rmSync(stampPath, { force: true })

const bundler = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
const isSandboxOff = launchArguments().includes('--no-sandbox')
const { code } = await runForeground(
  process.execPath,
  [bundler, 'dev', ...(isSandboxOff ? ['--noSandbox'] : []), ...process.argv.slice(2)],
  { cwd: projectRoot, env: { ...launchEnvironment(), ELECTRON_EXEC_PATH: executablePath } }
)
process.exitCode = code
