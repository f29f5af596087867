import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const refreshMilliseconds = 5_000
const abandonedMilliseconds = 60_000

/**
 * Run `action` while no other process runs one under the same lock file. A lock whose process is gone, or that was not
 * refreshed for a minute (process ids are used again), counts as abandoned.
 */
export async function withLock(path, action) {
  await acquire(path)
  const refresh = setInterval(() => {
    const now = new Date()
    utimesSync(path, now, now)
  }, refreshMilliseconds)
  try {
    return await action()
  } finally {
    clearInterval(refresh)
    rmSync(path, { force: true })
  }
}

async function acquire(path) {
  mkdirSync(dirname(path), { recursive: true })
  const claim = `${path}.${randomUUID()}`
  writeFileSync(claim, String(process.pid))
  try {
    while (!tryLink(claim, path)) {
      removeAbandoned(path)
      await sleep(100)
    }
  } finally {
    rmSync(claim, { force: true })
  }
}

/** Linking makes the lock appear with its content in one step; creating and then writing would not. */
function tryLink(claim, path) {
  try {
    linkSync(claim, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function removeAbandoned(path) {
  const owner = readOwner(path)
  if (owner === null || !isAbandoned(owner)) return
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    // Another process may have replaced the abandoned lock between the look and the rename: then it is given back.
    if (readOwner(aside)?.processId !== owner.processId) tryLink(aside, path)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readOwner(path) {
  try {
    return { processId: Number(readFileSync(path, 'utf8')), ageMilliseconds: Date.now() - statSync(path).mtimeMs }
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function isAbandoned({ processId, ageMilliseconds }) {
  return ageMilliseconds > abandonedMilliseconds || !isProcessAlive(processId)
}

export function isProcessAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
