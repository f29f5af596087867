import { join } from 'node:path'
import { ensureBuild } from './ensure-build.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

/*
 * `npm run separate`: the built command line, with nothing of its own on stdout.
 */

try {
  await ensureBuild()
  process.exitCode = await runBuilt(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function runBuilt(args) {
  // npm runs scripts in the project's folder; names of files are meant from where the person is.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  const { code } = await runForeground(process.execPath, [join(projectRoot, 'out', 'main', 'cli.js'), ...args], { cwd })
  return code
}
