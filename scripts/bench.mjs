import { join } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { launchEnvironment } from './launch-arguments.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { withVirtualDisplay } from './virtual-display.mjs'

/** `npm run bench`: measures the real window and engine and prints what it saw; nothing here passes or fails. */
await ensureSystemPackages()
await ensureBuild()
const { executablePath } = await resolveRuntime()
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
const environment = { ...launchEnvironment(), UNWEAVE_ELECTRON: executablePath }
const { code } = await withVirtualDisplay(
  (env) =>
    runCommand(process.execPath, [vitest, 'run', '--project', 'bench', ...process.argv.slice(2)], {
      cwd: projectRoot,
      stdio: 'inherit',
      env
    }),
  environment
)
process.exitCode = code
