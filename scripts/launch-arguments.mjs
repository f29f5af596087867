import { resolve } from 'node:path'
import { projectRoot } from './paths.mjs'

/**
 * What Electron is started with in a checkout: its own switches, the app's folder, then the given files (made absolute)
 * and switches of the app.
 */
export function launchArguments(
  given = [],
  { folder = process.env.INIT_CWD ?? process.cwd(), platform = process.platform, userId = process.getuid?.() } = {}
) {
  // Chromium refuses its sandbox to root. The packaged app never gets this switch.
  const switches = platform === 'linux' && userId === 0 ? ['--no-sandbox'] : []
  const separator = given.includes('--') ? given.indexOf('--') : given.length
  const isFile = (argument, index) => index > separator || !argument.startsWith('-')
  const passedOn = given.map((argument, index) => (isFile(argument, index) ? resolve(folder, argument) : argument))
  return [...switches, projectRoot, ...passedOn]
}

/** The environment without what makes Electron behave as plain Node; terminals inside Electron apps set it. */
export function launchEnvironment(environment = process.env) {
  const copy = { ...environment }
  delete copy.ELECTRON_RUN_AS_NODE
  return copy
}
