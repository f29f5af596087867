import { join } from 'node:path'
import { ensureBuild } from './ensure-build.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

/** Runs a built entry of out/main with this script's arguments, with nothing of its own on stdout. */
export async function runBuilt(entry) {
  try {
    await ensureBuild()
    // npm runs scripts in the project's folder; names of files are meant from where the person is.
    const cwd = process.env.INIT_CWD ?? process.cwd()
    const args = [join(projectRoot, 'out', 'main', entry), ...process.argv.slice(2)]
    process.exitCode = (await runForeground(process.execPath, args, { cwd })).code
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
