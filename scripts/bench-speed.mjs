import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { speedTable } from '../bench/speed/speed-table.mjs'
import { buildKernels, kernelFolder } from './build-kernels.mjs'
import { resolveRuntime } from './electron-runtime.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'

/*
 * `npm run bench:speed`: the factorization beside scikit-learn and plain numpy, on the same spectrogram from the same start, one
 * after the other in each round so that whatever else the machine does meets all of them. Needs python3-sklearn.
 */

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    shapes: { type: 'string', default: '30:4096,180:4096,180:2048' },
    ranks: { type: 'string', default: '8,16,32,64' },
    betas: { type: 'string', default: '0,1,2' },
    signals: { type: 'string', default: 'music,synthetic' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
    all: { type: 'boolean', default: false },
    'without-losses': { type: 'boolean', default: false },
    'v8-flags': { type: 'string', default: '' },
    python: { type: 'string', default: '/usr/bin/python3' },
    output: { type: 'string', default: join(projectRoot, 'bench', 'results', 'speed.json') },
    help: { type: 'boolean', default: false }
  }
})

if (options.help) {
  console.log(`npm run bench:speed -- [options]

  --file FILE           music to measure with (default: the demo, repeated at other pitches)
  --signals LIST        of music, synthetic (default: both)
  --shapes LIST         seconds:window, the hop is a quarter (default: ${options.shapes})
  --ranks LIST          K (default: ${options.ranks})
  --betas LIST          of 0, 1, 2 (default: all)
  --threads LIST        of 1, 2 (default: both)
  --rounds N            for β = 1 and K = 16; other cases have two (default: ${options.rounds})
  --all                 also the cases that are left out: other windows than 4096 but for β = 1 and K = 16, and more than
                        a minute of the synthetic signal with another β than 1
  --without-losses      not the way to scikit-learn's loss, which is measured for β = 1 and K = 16
  --v8-flags FLAGS      for the build with relaxed FMA
  --python FILE         with numpy and scikit-learn (default: ${options.python})
  --output FILE         the numbers as JSON (default: bench/results/speed.json)`)
  process.exit()
}

const { python } = options
const numbers = (text) => text.split(',').map(Number)
const isMainCase = ({ beta, rank }) => beta === 1 && rank === 16

const check = await runCommand(python, ['-c', 'import sklearn, numpy; print(sklearn.__version__, numpy.__version__)'])
if (check.code !== 0) {
  console.error(
    `bench:speed compares with scikit-learn, which ${python} does not have: apt-get install python3-sklearn`
  )
  process.exit(1)
}

const folder = await mkdtemp(join(tmpdir(), 'unweave-speed-'))
const cases = []
try {
  await buildKernels()
  const { executablePath, version } = await resolveRuntime({ quiet: true })
  await bundle()
  const peers = startPeers(executablePath)
  for (const shape of await makeSignals()) {
    for (const beta of numbers(options.betas)) {
      for (const rank of numbers(options.ranks)) {
        const wanted = { ...shape, beta, rank }
        if (options.all || isUsual(wanted)) cases.push(await measureCase(peers, wanted))
      }
    }
  }
  for (const peer of peers) peer.end()
  await writeReport(version)
} finally {
  await rm(folder, { recursive: true, force: true })
}

function isUsual({ window, seconds, signal, beta, rank }) {
  if (window !== 4096) return isMainCase({ beta, rank })
  return beta === 1 || seconds <= 60 || signal === 'music'
}

async function bundle() {
  const entry = (name) => join(projectRoot, 'bench', 'speed', `${name}.ts`)
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@core': join(projectRoot, 'src', 'core') } },
    build: {
      ssr: true,
      target: 'node20',
      // Inside the project: what is not bundled is found in node_modules from there.
      outDir: join(projectRoot, '.cache', 'bench-speed'),
      emptyOutDir: true,
      rollupOptions: {
        input: { 'unweave-peer': entry('unweave-peer'), 'make-signals': entry('make-signals') },
        output: { entryFileNames: '[name].mjs' }
      }
    }
  })
}

async function makeSignals() {
  const music = options.file ? resolve(options.file) : join(projectRoot, 'assets', 'demo', 'drums-and-guitar.flac')
  const script = join(projectRoot, '.cache', 'bench-speed', 'make-signals.mjs')
  const { code, output } = await runCommand(process.execPath, [
    script,
    folder,
    music,
    String(!options.file),
    ...options.shapes.split(',')
  ])
  if (code !== 0) throw new Error(`The signals could not be made:\n${output}`)
  return JSON.parse(output).filter(({ signal }) => options.signals.split(',').includes(signal))
}

function startPeers(electron) {
  const script = join(projectRoot, '.cache', 'bench-speed', 'unweave-peer.mjs')
  const peersScript = join(projectRoot, 'bench', 'speed', 'peers.py')
  const pythonPeer = (method, threads) =>
    startPeer(`${method}, ${threads}`, python, [peersScript], threadLimits(threads), { method, threads })
  const ours = (build, command, flags, env, threads) =>
    startPeer(`${build}, ${threads}`, command, [...flags, script, kernelFolder, build], env, { method: build, threads })
  const flags = options['v8-flags'].split(' ').filter((flag) => flag !== '')
  return numbers(options.threads).flatMap((threads) => [
    pythonPeer('scikit-learn', threads),
    pythonPeer('numpy', threads),
    ours('mul-add', process.execPath, [], {}, threads),
    ours('relaxed-fma', electron, flags, { ELECTRON_RUN_AS_NODE: '1' }, threads)
  ])
}

function threadLimits(threads) {
  const limit = String(threads)
  return { OMP_NUM_THREADS: limit, OPENBLAS_NUM_THREADS: limit, MKL_NUM_THREADS: limit }
}

/** A process that is told by a line of JSON what to do and answers with one. */
function startPeer(name, command, args, env, { method, threads }) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (task) => {
    child.stdin.write(`${JSON.stringify(task)}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`${name} ended before it answered`)
    return JSON.parse(value)
  }
  const isPython = command === python
  return { name, method, threads, isPython, ask, end: () => child.stdin.end() }
}

async function measureCase(peers, shape) {
  const task = { do: 'load', folder, ...shape }
  // The first of ours writes the start that the others read.
  const writers = peers.filter(({ isPython }) => !isPython)
  for (const peer of [...writers, ...peers.filter(({ isPython }) => isPython)]) await peer.ask(task)
  const hasOneThread = peers.some(({ threads }) => threads === 1)
  const hasLosses = isMainCase(shape) && shape.window === 4096 && hasOneThread && !options['without-losses']
  const iterations = isMainCase(shape) ? 10 : 5
  const measured = {
    ...shape,
    iterations: [iterations, 3 * iterations],
    perIteration: await measureIterations(peers, iterations, isMainCase(shape) ? Number(options.rounds) : 2),
    toCost: hasLosses ? await measureToCost(peers) : null
  }
  console.log(speedTable(measured))
  return measured
}

/**
 * Seconds of each peer's iterations, by the clock and of processor time: the mean over a long run, and the slope between it and
 * one of a third, which holds nothing of what a run costs once. Between the two lie as many measurements of the cost as usual.
 */
async function measureIterations(peers, iterations, rounds) {
  const seconds = Object.fromEntries(peers.map(({ name }) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const { name, method, threads, ask } of peers) {
      const run = { do: 'run', method, updates: 'exact', iterations, threads, target: null, wantsCost: false }
      // does not count: memory that lay idle while others ran comes back
      await ask({ ...run, iterations: 1 })
      const short = await ask(run)
      // nothing counts before all code is compiled
      if (round < 0) continue
      const long = await ask({ ...run, iterations: 3 * iterations })
      const slope = (clock) => (long[clock] - short[clock]) / (2 * iterations)
      const mean = (clock) => long[clock] / (3 * iterations)
      seconds[name].push({
        wall: { slope: slope('wall'), mean: mean('wall') },
        cpu: { slope: slope('cpu'), mean: mean('cpu') }
      })
    }
  }
  return seconds
}

/** What scikit-learn reaches in 100 iterations, and how soon others are there. */
async function measureToCost(peers) {
  const [reference, ...others] = peers.filter(({ threads }) => threads === 1)
  const run = { do: 'run', updates: 'exact', iterations: 100, threads: 1, target: null, wantsCost: true }
  const goal = await reference.ask({ ...run, method: reference.method })
  const results = { [reference.name]: goal }
  for (const { name, method, isPython, ask } of others) {
    results[name] = await ask({ ...run, method })
    if (isPython) continue
    // Rounding alone must not decide whether it is reached.
    const target = goal.cost * (1 + 1e-6)
    results[`${name}, fast`] = { ...(await ask({ ...run, updates: 'fast', iterations: 200, target })), target }
  }
  return results
}

async function writeReport(electron) {
  const machine = {
    processor: `${cpus().length} × ${cpus()[0].model}`,
    system: `${process.platform} ${release()}`,
    python: check.output.trim(),
    node: process.version,
    electron,
    'load average at the end': Number(loadavg()[0].toFixed(2))
  }
  await mkdir(resolve(options.output, '..'), { recursive: true })
  await writeFile(options.output, `${JSON.stringify({ machine, cases }, null, 2)}\n`)
  console.log(
    `\n${Object.entries(machine)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n')}\n${options.output}`
  )
}
