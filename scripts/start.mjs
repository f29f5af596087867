import { describeMissingLibraries } from './missing-libraries.mjs'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { launchArguments, launchEnvironment } from './launch-arguments.mjs'
import { runForeground } from './run-foreground.mjs'

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function start(given) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error(
      'There is no display to open a window on. Run this on a desktop, or see the main job without a window: npm run demo'
    )
  }
  await ensureBuild()
  const { executablePath } = await resolveRuntime()
  const missing = await describeMissingLibraries(executablePath)
  if (missing) throw new Error(missing)
  return (await runForeground(executablePath, launchArguments(given), { env: launchEnvironment() })).code
}
