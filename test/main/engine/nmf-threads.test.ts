import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { factorizationOf, factorize, type Factorization } from '@core/separation/nmf'
import { nmfMemory, nmfMemoryBytes } from '@core/separation/nmf-memory'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { nmfProblem } from '@core/separation/separate'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'
import { controlBytes, controlSlots, type NmfThreadData } from '../../../src/main/engine/nmf-thread-protocol'
import { factorizeOnThreads, type FactorizationOptions } from '../../../src/main/engine/nmf-threads'

const root = resolve(import.meta.dirname, '../../..')
let folder: string
let threadUrl: URL

// worker threads cannot run TypeScript: the thread is built as for the app
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-threads-'))
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@core': resolve(root, 'src/core') } },
    build: {
      ssr: resolve(root, 'src/main/engine/nmf-thread.ts'),
      outDir: folder,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'nmf-thread.mjs' } }
    }
  })
  threadUrl = pathToFileURL(join(folder, 'nmf-thread.mjs'))
}, 30_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function parametersOf(changes: Partial<SeparationParameters> = {}): SeparationParameters {
  return { ...defaultParameters, windowSamples: 512, hopSamples: 128, componentCount: 6, iterationCount: 8, ...changes }
}

function magnitudes(layout: StftLayout): Float32Array {
  const V = new Float32Array(new SharedArrayBuffer(4 * layout.binCount * layout.columnCount))
  const random = createRandom(9)
  for (let i = 0; i < V.length; i++) V[i] = random() ** 4
  return V
}

function optionsOf(changes: Partial<FactorizationOptions> & { lengthSamples?: number } = {}): FactorizationOptions {
  const layout = changes.layout ?? stftLayout(changes.lengthSamples ?? 12_345, 512, 128)
  const V = magnitudes(layout)
  return {
    V,
    layout,
    parameters: parametersOf(),
    threadUrl,
    onProgress: () => {},
    interruption: () => null,
    ...changes
  }
}

function reference(options: FactorizationOptions): Factorization {
  const steps = factorize(options.V, nmfProblem(options.layout, options.parameters))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Runs the threads while somebody wakes them without a reason, as a notice that comes late does. */
async function factorizeDisturbed(options: FactorizationOptions, threadCount: number): Promise<Factorization> {
  const problem = nmfProblem(options.layout, options.parameters)
  const buffer = new SharedArrayBuffer(nmfMemoryBytes(problem))
  const control = new Int32Array(new SharedArrayBuffer(controlBytes))
  const V = options.V
  const workerData: NmfThreadData = { problem, V, memory: buffer, control: control.buffer, threadCount }
  const workers = Array.from({ length: threadCount }, () => new Worker(threadUrl, { workerData }))
  const exits = Promise.all(workers.map((worker) => new Promise((done) => worker.once('exit', done))))
  let isOver = false
  void exits.then(() => (isOver = true))
  while (!isOver) {
    for (let i = 0; i < 100; i++) Atomics.notify(control, controlSlots.generation)
    await new Promise((next) => setImmediate(next))
  }
  return factorizationOf(nmfMemory(problem, V, buffer))
}

describe('factorization on threads', () => {
  it('goes on only when all threads have met, whatever wakes one of them', async () => {
    const options = optionsOf({ parameters: parametersOf({ iterationCount: 40 }) })
    expect(await factorizeDisturbed(options, 3)).toEqual(reference(options))
  })

  it.each([0, 0.7, 1, 2])('gives the bits of one thread with 1, 2, 3 and 8 threads (β = %d)', async (beta) => {
    const options = optionsOf({ parameters: parametersOf({ beta }) })
    const expected = reference(options)
    for (const threadCount of [1, 2, 3, 8]) {
      const outcome = await factorizeOnThreads({ ...options, threadCount })
      expect(outcome).toEqual({ kind: 'done', ...expected })
    }
  })

  it('works where there are fewer columns than chunks', async () => {
    const options = optionsOf({ lengthSamples: 10, threadCount: 3 })
    expect(await factorizeOnThreads(options)).toEqual({ kind: 'done', ...reference(options) })
  })

  it('reports every iteration once and in order, with factors as they stand', async () => {
    const seen: number[] = []
    const options = optionsOf({
      threadCount: 2,
      onProgress: ({ iteration, cost, factors }) => {
        seen.push(iteration)
        expect(cost).toBeGreaterThan(0)
        expect(factors().W.every((value) => value > 0)).toBe(true)
      }
    })
    await factorizeOnThreads(options)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(8)
  })

  it('is cancelled within a second in the midst of a long iteration', async () => {
    let askedAt = 0
    const start = performance.now()
    const outcome = await factorizeOnThreads(
      optionsOf({
        lengthSamples: 1_500_000,
        parameters: parametersOf({ componentCount: 128, iterationCount: 5000 }),
        threadCount: 2,
        interruption: () => {
          if (performance.now() - start < 400) return null
          askedAt ||= performance.now()
          return 'cancel'
        }
      })
    )
    expect(outcome).toEqual({ kind: 'cancelled' })
    expect(performance.now() - askedAt).toBeLessThan(1000)
  })

  it.each([0, 3])('keeps what there is when told to finish after %d iterations', async (iterations) => {
    let done = 0
    const outcome = await factorizeOnThreads(
      optionsOf({
        parameters: parametersOf({ iterationCount: 5000 }),
        threadCount: 2,
        onProgress: ({ iteration }) => (done = iteration),
        interruption: () => (done >= iterations ? 'finish' : null)
      })
    )
    if (outcome.kind !== 'done') throw new Error('cancelled')
    expect(outcome.costs.length).toBeGreaterThanOrEqual(iterations)
    expect(outcome.costs.length).toBeLessThan(5000)
    expect(outcome.factors.W.every((value) => value > 0)).toBe(true)
    expect(outcome.factors.H.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
  })

  it('leaves the calling thread idle', async () => {
    const options = optionsOf({ lengthSamples: 400_000, parameters: parametersOf({ iterationCount: 20 }) })
    const before = performance.eventLoopUtilization()
    await factorizeOnThreads(options)
    // working or waiting without giving the event loop its turn would both come near 1
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it('refuses a negative value, memory that is not shared, and a thread that cannot be loaded', async () => {
    const negative = optionsOf()
    negative.V[1000] = -1
    await expect(factorizeOnThreads({ ...negative, threadCount: 2 })).rejects.toMatchObject({ code: 'negative-value' })
    const unshared = { ...optionsOf(), V: new Float32Array(negative.V.length) }
    await expect(factorizeOnThreads(unshared)).rejects.toMatchObject({ code: 'invalid-argument' })
    const missing = optionsOf({ threadUrl: new URL('./missing.mjs', threadUrl) })
    await expect(factorizeOnThreads(missing)).rejects.toMatchObject({ code: 'unexpected' })
  })
})
