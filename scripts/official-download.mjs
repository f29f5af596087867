import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './paths.mjs'

const packageFolder = join(projectRoot, 'node_modules', 'electron')
const stallSeconds = 20
const retryMinutes = 60

/** The distribution that the npm package `electron` has downloaded, of the version it wants; null when there is none. */
export function findInstalledDistribution() {
  try {
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
    const installed = readFileSync(join(packageFolder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '')
    // path.txt is the last thing the package's installer writes: without it the folder is half unpacked.
    const executable = readFileSync(join(packageFolder, 'path.txt'), 'utf8')
    const isComplete = installed === version && existsSync(join(packageFolder, 'dist', executable))
    return isComplete ? join(packageFolder, 'dist') : null
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * Let the npm package `electron` download its distribution. Gives up when nothing arrives for a while.
 *
 * @returns null when done, otherwise the reason in a few words
 */
export async function downloadOfficial(cache) {
  mkdirSync(cache, { recursive: true })
  // The download grows in the temporary folder and then in dist: their size tells whether anything still arrives.
  const temporary = mkdtempSync(join(cache, 'unfinished-'))
  const watched = [temporary, join(packageFolder, 'dist')]
  try {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, ELECTRON_GET_NO_PROGRESS: '1' },
      stdio: ['ignore', 'ignore', 'pipe']
    })
    return await watchProgress(child, watched)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function watchProgress(child, folders) {
  return new Promise((resolve) => {
    let errorText = ''
    let isStalled = false
    let size = -1
    let changedAt = Date.now()
    child.stderr.setEncoding('utf8').on('data', (chunk) => (errorText += chunk))
    const timer = setInterval(() => {
      const newSize = folders.reduce((sum, folder) => sum + folderBytes(folder), 0)
      if (newSize !== size) changedAt = Date.now()
      size = newSize
      if (Date.now() - changedAt < stallSeconds * 1000) return
      isStalled = true
      child.kill('SIGKILL')
    }, 500)
    child.on('close', (code) => {
      clearInterval(timer)
      if (isStalled) resolve(`nothing arrived for ${stallSeconds} s`)
      else if (code !== 0) resolve(firstLine(errorText) || `its installer ended with code ${code}`)
      else resolve(findInstalledDistribution() ? null : 'its installer left no complete distribution')
    })
  })
}

function folderBytes(folder) {
  try {
    const names = readdirSync(folder, { recursive: true })
    return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  } catch (error) {
    // A file moved away while it was being looked at: that is progress too.
    if (error.code === 'ENOENT') return 0
    throw error
  }
}

function firstLine(text) {
  return text
    .trim()
    .split('\n', 1)[0]
    .replace(/^\w*Error: /, '')
}

/** The reason of a failed download less than an hour ago, so that not every start waits for it again. */
export function readRecentFailure(cache) {
  try {
    const failure = JSON.parse(readFileSync(failurePath(cache), 'utf8'))
    const minutes = (Date.now() - failure.at) / 60_000
    return minutes >= 0 && minutes < retryMinutes ? failure.reason : null
  } catch {
    return null
  }
}

export function rememberFailure(cache, reason) {
  writeFileSync(failurePath(cache), JSON.stringify({ at: Date.now(), reason }))
}

function failurePath(cache) {
  return join(cache, 'official-download-failed.json')
}
