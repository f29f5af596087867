import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { wasmBuilds, createWasmKernel, type KernelExports } from '@core/kernels/wasm-kernel'
import { arenaBytes } from '@core/separation/nmf-arena'
import { createNmfMachine } from '@core/separation/nmf-machine'
import type { ChunkMachine, NmfProblem } from '@core/separation/nmf-problem'
import { startNmf } from '@core/separation/nmf-start'
import { loadValues, nmfValues } from '@core/separation/nmf-values'
import { compileKernel, type CompiledKernel } from '../../src/main/engine/kernel-file'
import { controlBytes, controlSlots, controlSlotCount } from '../../src/main/engine/nmf-thread-protocol'
import { runPhases } from '../../src/main/engine/phase-loop'
import { createMemory, growMemory } from '../../src/main/engine/thread-memory'

/*
 * Factorizes with the app's own machine, kernels and loop of threads; told by lines of JSON on stdin, answers line by line.
 * Arguments: folder of the kernels, build.
 */

interface LoadTask {
  readonly do: 'load'
  readonly folder: string
  readonly name: string
  readonly binCount: number
  readonly columnCount: number
  readonly rank: number
  readonly beta: number
}

interface RunTask {
  readonly do: 'run'
  readonly updates: 'exact' | 'fast'
  readonly iterations: number
  readonly threads: number
  /** ends as soon as a measured cost is as low */
  readonly target: number | null
}

interface ThreadData {
  readonly kernel: CompiledKernel
  readonly memory: WebAssembly.Memory
  readonly problem: NmfProblem
  readonly control: SharedArrayBuffer
  readonly threadCount: number
  readonly index: number
  readonly target: number | null
}

if (isMainThread) await answerTasks(process.argv[2]!, process.argv[3]!)
else runThread(workerData as ThreadData, () => parentPort!.postMessage('ready'))

async function answerTasks(kernelFolder: string, build: string): Promise<void> {
  const builds = wasmBuilds.filter((each) => each.build === build)
  const kernel = await compileKernel(pathToFileURL(join(kernelFolder, '/')), builds)
  let problem: NmfProblem | null = null
  let V = new Float32Array(0)
  for await (const line of createInterface({ input: process.stdin })) {
    const task = JSON.parse(line) as LoadTask | RunTask
    if (task.do === 'load') {
      problem = problemOf(task)
      const bytes = readFileSync(join(task.folder, `${task.name}.f32`))
      V = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
      writeStart(task.folder, problem, V)
      console.log('{}')
    } else console.log(JSON.stringify(await run(task, problem!, V, kernel)))
  }
}

function problemOf({ binCount, columnCount, rank, beta }: LoadTask): NmfProblem {
  return {
    ...{
      binCount,
      columnCount,
      channelCount: 1,
      rank,
      beta,
      iterationCount: 1,
      tolerance: 0,
      updates: 'exact',
      seed: 1
    },
    start: { W: null, H: null, channelGains: null },
    ...{ fixedTemplates: null, fixedActivations: null, continuity: 0, sparsity: 0, prunes: false, weights: null }
  }
}

/** W and H as they are before the first iteration, for the peers. */
function writeStart(folder: string, problem: NmfProblem, V: Float32Array): void {
  const buffer = new ArrayBuffer(arenaBytes(problem, 1))
  loadValues(nmfValues(problem, buffer), V)
  startNmf(problem, buffer)
  const idle = () => ({}) as never
  const { W, H } = createNmfMachine({ problem, buffer, threadIndex: 0, createKernel: idle }).outcome(false).factors
  writeFileSync(join(folder, 'W.f32'), W)
  writeFileSync(join(folder, 'H.f32'), H)
}

async function run(task: RunTask, base: NmfProblem, V: Float32Array, kernel: CompiledKernel): Promise<unknown> {
  const problem: NmfProblem = { ...base, updates: task.updates, iterationCount: task.iterations }
  const memory = createMemory()
  growMemory(memory, arenaBytes(problem, task.threads))
  loadValues(nmfValues(problem, memory.buffer), V)
  startNmf(problem, memory.buffer)
  const control = new SharedArrayBuffer(controlBytes)
  const data = { kernel, memory, problem, control, threadCount: task.threads, target: task.target }
  const workers = await Promise.all(
    Array.from({ length: task.threads - 1 }, (_, i) => startWorker({ ...data, index: i + 1 }))
  )
  let [cpu, wall] = [process.cpuUsage(), performance.now()]
  const machine = runThread({ ...data, index: 0 }, () => {
    ;[cpu, wall] = [process.cpuUsage(), performance.now()]
    const slots = new Int32Array(control, 0, controlSlotCount)
    Atomics.store(slots, controlSlots.prepared, 1)
    Atomics.notify(slots, controlSlots.prepared)
  })
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - wall) / 1000
  const { costs } = machine.outcome(false)
  await Promise.all(workers.map((worker) => worker.terminate()))
  return { cpu: (user + system) / 1e6, wall: seconds, cost: costs.at(-1)?.cost, iterations: costs.at(-1)?.iteration }
}

function startWorker(data: ThreadData): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data })
    worker.once('error', reject)
    worker.once('message', () => resolve(worker))
  })
}

/** @param onReady is called when all is made and nothing done; other threads than the first then wait for it */
function runThread(data: ThreadData, onReady: () => void): ChunkMachine {
  const { kernel, memory, problem, control, threadCount, index, target } = data
  const instance = new WebAssembly.Instance(kernel.module, { env: { memory } })
  const machine = createNmfMachine({
    problem,
    buffer: memory.buffer,
    threadIndex: index,
    createKernel: (_, arrays, shape) =>
      createWasmKernel(instance.exports as unknown as KernelExports, arrays, shape, kernel.build)
  })
  let isReached = false
  onReady()
  if (index > 0) Atomics.wait(new Int32Array(control, 0, controlSlotCount), controlSlots.prepared, 0)
  runPhases(
    {
      get chunkCount() {
        return machine.chunkCount
      },
      get isDone() {
        return isReached || machine.isDone
      },
      runChunk: (chunk, shouldStop) => machine.runChunk(chunk, shouldStop),
      finishPhase() {
        const step = machine.finishPhase()
        isReached = target !== null && step?.costPoint != null && step.costPoint.cost <= target
        return step
      }
    },
    { control, threadCount, onStanding: () => {} }
  )
  return machine
}
