import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Folders count too: a source that was deleted or renamed shows only in the time of its folder. */
export function isNewerThanSources(builtAtMilliseconds, paths) {
  return paths.every((path) => {
    const status = statSync(path)
    if (status.mtimeMs >= builtAtMilliseconds) return false
    if (!status.isDirectory()) return true
    return isNewerThanSources(
      builtAtMilliseconds,
      readdirSync(path).map((name) => join(path, name))
    )
  })
}
