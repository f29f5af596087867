import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { launchEnvironment } from './launch-arguments.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { addCounts, countTests } from './test-counts.mjs'
import { withVirtualDisplay } from './virtual-display.mjs'

const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
const given = process.argv.slice(2)
const isAppOnly = given.includes('--app-only')
const passedOn = given.filter((argument) => argument !== '--app-only')
const hasFilter = passedOn.length > 0

// Ended from outside, `exit` handlers still have to run: they stop the virtual display.
process.once('SIGTERM', () => process.exit(143))
process.once('SIGINT', () => process.exit(130))

let counts = { passed: 0, failed: 0 }
try {
  await ensureSystemPackages()
  await ensureBuild()
  const { executablePath } = await resolveRuntime()
  const environment = { ...launchEnvironment(), UNWEAVE_ELECTRON: executablePath }
  if (!isAppOnly) counts = addCounts(counts, await runProject('unit', environment))
  counts = addCounts(counts, await withVirtualDisplay((env) => runProject('app', env), environment))
  if (counts.passed + counts.failed === 0) throw new Error(`No test matches ${passedOn.join(' ')}.`)
} catch (error) {
  console.error(error.message)
  counts = addCounts(counts, { passed: 0, failed: 1 })
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed === 0 ? 0 : 1

async function runProject(project, env) {
  const folder = mkdtempSync(join(tmpdir(), 'unweave-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // A filter may well match tests of one project only.
  const filter = hasFilter ? ['--passWithNoTests', ...passedOn] : []
  try {
    const { code } = await runCommand(
      process.execPath,
      [vitest, 'run', '--project', project, ...reporters, ...filter],
      {
        cwd: projectRoot,
        stdio: 'inherit',
        env
      }
    )
    return countTests(readReport(report), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
