import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureCancel, phases } from '../bench/long/cancel.mjs'
import { runWatched } from '../bench/long/watched-run.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'

/*
 * `npm run bench:long [minutes …]`: separates long recordings with `npm run separate` and exports their stems; then cancels the
 * longest in each phase. Prints a table and writes bench/results/long.json. Linux only: it reads /proc.
 */

const limits = { peakGigabytes: 2, cancelSeconds: 1 }
const componentCount = 16
const bytesPerMinute = 44_100 * 4 * 60

const asked = process.argv.slice(2).map(Number)
const lengths = asked.length > 0 ? asked : [10, 30, 120]
if (!lengths.every((minutes) => minutes > 0)) throw new Error('usage: npm run bench:long -- [minutes …]')

await ensureBuild()
const folder = await mkdtemp(join(tmpdir(), 'unweave-long-'))
const machine = { processor: `${cpus().length} × ${cpus()[0]?.model}`, loadBefore: loadavg()[0] }
const runs = []
let cancels = []
try {
  await refuseFullDisk()
  for (const minutes of lengths) runs.push(await measureRun(minutes))
  cancels = await measureCancels(lengths.at(-1))
} finally {
  await rm(folder, { recursive: true, force: true })
}
print()
const results = { machine: { ...machine, loadAfter: loadavg()[0] }, limits, runs, cancels }
await mkdir(join(projectRoot, 'bench', 'results'), { recursive: true })
await writeFile(join(projectRoot, 'bench', 'results', 'long.json'), `${JSON.stringify(results, null, 2)}\n`)

async function measureRun(minutes) {
  const input = await makeRecording(minutes)
  const args = ['run', '--silent', 'separate', '--', input, '-k', String(componentCount), '-o', join(folder, 'stems')]
  const { code, seconds, processorSeconds, peakBytes, output } = await runWatched('npm', args, { cwd: projectRoot })
  if (code !== 0) throw new Error(`the separation of ${minutes} minutes failed:\n${output}`)
  await rm(join(folder, 'stems'), { recursive: true })
  await rm(input)
  const isExact = output.includes('add up to the recording exactly')
  const [wall, processor, peak] = [seconds, processorSeconds, peakBytes / 1e9].map(rounded)
  const run = { minutes, seconds: wall, processorSeconds: processor, peakGigabytes: peak, isExact }
  console.log(`${minutes} min: ${seconds.toFixed(0)} s, ${run.peakGigabytes.toFixed(2)} GB`)
  return run
}

async function measureCancels(minutes) {
  const input = await makeRecording(minutes)
  const measured = []
  for (const phase of phases) {
    const seconds = await measureCancel({ input, outFolder: join(folder, 'stems'), phase, componentCount })
    if (seconds !== null) measured.push({ minutes, phase: phase.name, seconds: rounded(seconds) })
    console.log(`cancelled at ${minutes} min while ${phase.name}: ${seconds?.toFixed(2) ?? '–'} s`)
  }
  return measured
}

async function makeRecording(minutes) {
  const path = join(folder, `${minutes}-minutes.wav`)
  const script = join(projectRoot, 'bench', 'long', 'make-long-file.mjs')
  const { code, output } = await runCommand(process.execPath, [script, String(minutes), path])
  if (code !== 0) throw new Error(`the recording could not be made:\n${output}`)
  return path
}

/** The recording, stems of 24 bit that are three times as large, and as much as the recording in temporary files. */
async function refuseFullDisk() {
  const { bavail, bsize } = await statfs(folder)
  const needed = 6 * Math.max(...lengths) * bytesPerMinute
  if (bavail * bsize < needed)
    throw new Error(`${folder} has less than the ${Math.ceil(needed / 1e9)} GB that are needed`)
}

function print() {
  const head = ['recording', 'wall time', 'processor', 'wall per minute', 'peak memory', 'stems exact']
  const rows = runs.map(({ minutes, seconds, processorSeconds, peakGigabytes, isExact }) => [
    `${minutes} min`,
    `${seconds.toFixed(1)} s`,
    `${processorSeconds.toFixed(1)} s`,
    `${(seconds / minutes).toFixed(2)} s`,
    `${peakGigabytes.toFixed(2)} GB ${peakGigabytes < limits.peakGigabytes ? '' : 'NO'}`.trim(),
    isExact ? 'yes' : 'NO'
  ])
  console.log(`\n${table([head, ...rows])}`)
  const cancelRows = cancels.map(({ minutes, phase, seconds }) => [
    `${phase}, ${minutes} min`,
    `${seconds.toFixed(2)} s ${seconds < limits.cancelSeconds ? '' : 'NO'}`.trim()
  ])
  console.log(`\n${table([['cancelled while', 'ended after'], ...cancelRows])}`)
}

function rounded(value) {
  return Number(value.toFixed(3))
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
