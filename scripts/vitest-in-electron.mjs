import { join } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { launchEnvironment } from './launch-arguments.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { withVirtualDisplay } from './virtual-display.mjs'

/** Runs one of vitest's projects with what real windows need. @returns its exit code */
export async function runVitestInElectron(project, passedOn, screen) {
  await ensureSystemPackages()
  await ensureBuild()
  const { executablePath } = await resolveRuntime()
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const environment = { ...launchEnvironment(), UNWEAVE_ELECTRON: executablePath }
  const { code } = await withVirtualDisplay(
    (env) =>
      runCommand(process.execPath, [vitest, 'run', '--project', project, ...passedOn], {
        cwd: projectRoot,
        stdio: 'inherit',
        env
      }),
    environment,
    screen
  )
  return code
}
