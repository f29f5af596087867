import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'

/*
 * `npm run check`: everything that must hold before a commit: the unit tests and each command of package.json's check scripts,
 * side by side on all cores. Each is one line; what it said is shown only when it failed. `--without-tests` leaves out the tests.
 */

const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
// The tests take longest: they come first, so that no core waits for them at the end.
const tests = process.argv.includes('--without-tests') ? [] : ['test:unit']
const waiting = [...tests, ...Object.keys(scripts).filter((name) => name.startsWith('check:'))].flatMap((name) =>
  scripts[name].split(' && ').map((command) => ({ name, command }))
)
const startTime = performance.now()
const failed = []
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
for (const { name, command, output } of failed) console.log(`\n── ${name}: ${command}\n${output.trim()}`)
console.log(
  failed.length === 0
    ? `All checks passed in ${seconds(startTime)}.`
    : `\n${failed.length} of the checks failed, in ${seconds(startTime)}.`
)
process.exitCode = failed.length === 0 ? 0 : 1

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const began = performance.now()
    const { code, output } = await run(check.command)
    if (code !== 0) failed.push({ ...check, output })
    const [tool, ...rest] = check.command.split(' ')
    const what = tool === 'tsc' ? `${tool} ${rest.join(' ')}` : tool
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name.padEnd(12)} ${what.padEnd(25)} ${seconds(began)}`)
  }
}

function run(command) {
  const [tool, ...args] = command.split(' ')
  const path = `${join(projectRoot, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`
  return runCommand(tool, args, {
    cwd: projectRoot,
    // On Windows the tools are scripts of the shell.
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: path, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }
  })
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
