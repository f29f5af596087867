import { runCommand } from './run-command.mjs'
import { describeRuntimeInstall } from './system-packages.mjs'

/** A sentence that names the shared libraries which the executable misses on Linux, and the way to get them; or null. */
export async function describeMissingLibraries(executablePath) {
  if (process.platform !== 'linux') return null
  const libraries = parseMissing((await runCommand('ldd', [executablePath])).output)
  if (libraries.length === 0) return null
  return (
    `Electron cannot start: this system lacks ${libraries.join(', ')}.\n` +
    `On Debian or Ubuntu they come with:\n  ${describeRuntimeInstall()}`
  )
}

/** The libraries which ldd reports as "not found". */
export function parseMissing(output) {
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, library]) => library)
}
