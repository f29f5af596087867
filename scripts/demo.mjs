import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { launchArguments, launchEnvironment } from './launch-arguments.mjs'
import { describeMissingLibraries } from './missing-libraries.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

/*
 * `npm run demo`: the main job on a short recording of drums and a guitar. With a display in the editor, without one (or with
 * --headless) by the same engine on the command line.
 */

const recording = join('assets', 'demo', 'drums-and-guitar.flac')
const output = 'demo-output'
const project = join(output, 'drums-and-guitar.unweave')
const picture = join(output, 'drums-and-guitar.svg')
/** An editor that ended so soon never came to a window. */
const startMilliseconds = 15_000

const say = (line) => process.stdout.write(`${line}\n`)

try {
  process.exitCode = await demo(process.argv.slice(2).includes('--headless'))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function demo(isHeadless) {
  if (isHeadless || !hasDisplay()) {
    if (!isHeadless) say('There is no display here, so the demo runs without a window.')
    return runHeadless()
  }
  const { code, reason } = await openEditor()
  if (reason === undefined) return code
  say(`${reason}\nThe demo goes on without a window.`)
  return runHeadless()
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Its exit code when the editor did its work, else the reason why it could not open and what to do. */
async function openEditor() {
  try {
    const { executablePath } = await resolveRuntime()
    const missing = await describeMissingLibraries(executablePath)
    if (missing) return { reason: missing }
    await build()
    say('Opening the editor on the demo; it separates the recording by itself.')
    const startTime = performance.now()
    const { code, isInterrupted } = await runForeground(executablePath, launchArguments(['--demo']), {
      env: launchEnvironment()
    })
    if (code === 0 || isInterrupted || performance.now() - startTime > startMilliseconds) return { code }
    return { reason: `The editor did not open (exit code ${code}). Check that the display can be used from here.` }
  } catch (error) {
    return { reason: error.message }
  }
}

async function runHeadless() {
  await build()
  const args = [recording, '--components', '16', '--sources', '2', '--seed', '1', '--out', output]
  args.push('--project', project, '--picture', picture, '--overwrite')
  say(`\n  npm run separate -- ${args.join(' ')}\n`)
  const { code } = await runForeground(process.execPath, [join('out', 'main', 'cli.js'), ...args], { cwd: projectRoot })
  if (code !== 0) return code
  const folder = join(relative(process.env.INIT_CWD ?? process.cwd(), projectRoot), output)
  say(`
Everything is in ${folder}:
  the stems        one WAV file for each source
  the picture      drums-and-guitar.svg: the spectrogram coloured by source, w_k and h_k (open it in a browser)
  the project      drums-and-guitar.unweave

To hear and change it in the editor, on a machine with a display:
  npm start -- ${project}`)
  return 0
}

async function build() {
  if (!existsSync(join(projectRoot, 'out'))) say('Building the app (once) …')
  await ensureBuild()
}
