import { join, resolve } from 'node:path'
import { build, Platform } from 'electron-builder'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { readPackageArguments } from './package-arguments.mjs'
import { projectRoot } from './paths.mjs'

try {
  await packageApp(readPackageArguments(process.argv.slice(2)))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function packageApp({ platform, targets, output }) {
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), output ?? join(projectRoot, 'dist'))
  // The tool that makes the Debian package looks for our own files from where it is started.
  process.chdir(projectRoot)
  await ensureBuild()
  const artifacts = await build({
    projectDir: projectRoot,
    publish: 'never',
    targets: Platform.fromString(platform).createTarget(targets.length > 0 ? targets : null),
    config: { directories: { output: folder }, ...(await chooseElectron(platform, targets)) }
  })
  console.log((artifacts.length > 0 ? artifacts : [folder]).join('\n'))
}

/**
 * electron-builder downloads the official Electron by itself, and checks it. Where that cannot be had, the runtime that
 * is there is handed to it.
 */
async function chooseElectron(platform, targets) {
  if (platform !== process.platform) return {}
  const { origin, distPath, version } = await resolveRuntime()
  if (origin === 'installed' || origin === 'downloaded') return {}
  const isOnlyFolder = targets.length === 1 && targets[0] === 'dir'
  if (origin === 'registry' && !isOnlyFolder) {
    throw new Error(
      'Packages to give away need the official Electron, which could not be downloaded. Without it: --dir'
    )
  }
  return { electronDist: distPath, electronVersion: version }
}
