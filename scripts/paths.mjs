import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '..')

/**
 * The folder for what is expensive to fetch and the same for every checkout. In the home folder, because `npm ci`
 * empties node_modules; in node_modules where the home folder cannot be written.
 */
export function cacheFolder() {
  const candidates = [
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'unweave'),
    join(projectRoot, 'node_modules', '.cache', 'unweave')
  ]
  const usable = candidates.find(canWrite)
  if (!usable) throw new Error(`No folder for the cache can be written; tried ${candidates.join(' and ')}.`)
  return usable
}

function canWrite(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
