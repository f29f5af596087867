import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What a start of the program asks for; absolute paths, so that it can be handed to the instance that runs already. */
export const launchSchema = z.object({
  path: z.string().nullable(),
  /** open the demo and separate it */
  isDemo: z.boolean()
})
export type Launch = z.infer<typeof launchSchema>

/**
 * Reads the command line of the window: one file to open, or `--demo`. Switches (Chromium's and Electron's among them) are
 * skipped; of several files the last is opened, since the window shows one.
 *
 * @param options.argv        as process.argv
 * @param options.cwd         what relative paths are relative to: the folder of that start, not of the running instance
 * @param options.isPackaged  false when the first name is the app's own folder, as in `electron .`
 */
export function readLaunchArguments(options: { argv: readonly string[]; cwd: string; isPackaged: boolean }): Launch {
  const names: string[] = []
  let areSwitchesOver = false
  let isDemo = false
  for (const argument of options.argv.slice(1)) {
    if (areSwitchesOver || !argument.startsWith('-')) names.push(argument)
    else if (argument === '--') areSwitchesOver = true
    else if (argument === '--demo') isDemo = true
  }
  const name = (options.isPackaged ? names : names.slice(1)).filter((candidate) => candidate !== '').at(-1)
  return { path: name === undefined ? null : absolutePath(name, options.cwd), isDemo: isDemo && name === undefined }
}

/** Desktop environments start programs with file: addresses as well as with paths. */
function absolutePath(name: string, cwd: string): string {
  if (!/^file:\/\//i.test(name)) return resolve(cwd, name)
  try {
    return fileURLToPath(name)
  } catch {
    return resolve(cwd, name)
  }
}
