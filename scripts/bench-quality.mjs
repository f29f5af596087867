import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, release } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { qualityReport, qualityTable } from '../bench/quality/quality-table.mjs'
import { buildKernels } from './build-kernels.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

/*
 * `npm run bench:quality -- <folder of items>`: how near stems come to the true ones, by the app's own code, in plain Node.
 */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '600' },
    model: { type: 'string' },
    output: { type: 'string', default: join(projectRoot, 'bench', 'results', 'quality.json') },
    help: { type: 'boolean', default: false }
  }
})

if (options.help || positionals.length !== 1) {
  console.log(`npm run bench:quality -- <folder of items> [options]

An item is a folder with mix.flac, its true stems and item.json, {"stems": ["drums", …]}.

  --seeds N        seeds for each item (default: 3)
  --minutes N      stop after so many; run again, it goes on with what is left
  --model FILE     of the learned grouping (default: that of the app)
  --output FILE    the numbers as JSON (default: bench/results/quality.json)`)
  process.exit(options.help ? 0 : 2)
}

const built = join(projectRoot, '.cache', 'bench-quality')
const cwd = process.env.INIT_CWD ?? process.cwd()
await buildKernels()
await build({
  root: projectRoot,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@core': join(projectRoot, 'src', 'core') } },
  build: {
    ssr: true,
    target: 'node20',
    // Inside the project: what is not bundled is found in node_modules from there.
    outDir: built,
    emptyOutDir: false,
    rollupOptions: {
      input: { bench: join(projectRoot, 'bench', 'quality', 'bench.ts') },
      output: { entryFileNames: '[name].mjs' }
    }
  }
})
const measured = join(built, 'measured.json')
const task = {
  folder: resolve(cwd, positionals[0]),
  seeds: Number(options.seeds),
  minutes: Number(options.minutes),
  model: options.model ? resolve(cwd, options.model) : null,
  kept: join(built, 'kept'),
  output: measured
}
const { code } = await runForeground(process.execPath, [join(built, 'bench.mjs'), JSON.stringify(task)], {
  cwd: projectRoot
})
if (code !== 0) process.exit(code ?? 1)
const { grouper, results } = JSON.parse(await readFile(measured, 'utf8'))
const machine = { processor: `${cpus().length} × ${cpus()[0].model}`, system: `${process.platform} ${release()}` }
const report = qualityReport(results, { ...machine, node: process.version, grouping: grouper, seeds: task.seeds })
const output = resolve(cwd, options.output)
await mkdir(resolve(output, '..'), { recursive: true })
await writeFile(output, `${JSON.stringify(report, null, 2)}\n`)
console.log(`${qualityTable(report)}\n${output}`)
