import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource } from '@core/audio/sample-source'
import type { ColumnRun, Job, JobResult } from '@core/separation/jobs'
import { factorize } from '@core/separation/nmf'
import type { NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import { stftLayout, type StftLayout } from '@core/spectral/stft-layout'
import { storeClip } from '../../../src/main/files/samples/sample-store'
import { loadKernel } from '../../../src/main/engine/kernel-file'
import {
  controlBytes,
  controlSlotCount,
  controlSlots,
  threadPlaces,
  type JobMessage,
  type NmfThreadData,
  type NmfThreadMessage,
  type Standing
} from '../../../src/main/engine/nmf-thread-protocol'
import { NmfThreads, type JobListener } from '../../../src/main/engine/nmf-threads'
import { buildForNode } from './build-for-node'
import { makeClip, makeSilence } from './recording'

let built: string
let threadUrl: URL
const clip = makeClip({ lengthSamples: 12_345 })

// worker threads cannot run TypeScript: the thread is built as for the app
beforeAll(async () => {
  built = await buildForNode({ 'nmf-thread': 'src/main/engine/nmf-thread.ts' })
  threadUrl = pathToFileURL(join(built, 'nmf-thread.js'))
}, 60_000)
afterAll(() => rm(built, { recursive: true, force: true }))

const layoutOf = ({ lengthSamples }: AudioClip): StftLayout => stftLayout(lengthSamples, 512, 128)

function problemOf(changes: Partial<NmfProblem> = {}): NmfProblem {
  const { binCount, columnCount } = layoutOf(clip)
  return {
    binCount,
    columnCount,
    channelCount: 1,
    rank: 6,
    beta: 1,
    iterationCount: 12,
    tolerance: 0,
    updates: 'exact',
    seed: 5,
    start: { W: null, H: null, channelGains: null },
    fixedTemplates: null,
    fixedActivations: null,
    continuity: 0,
    sparsity: 0,
    prunes: false,
    weights: null,
    ...changes
  }
}

const silent: JobListener = {
  interruption: () => null,
  wantsFactors: () => false,
  onStanding: () => {},
  onChunks: () => {}
}

async function withThreads<T>(
  { threadCount, recording = clip }: { threadCount: number; recording?: AudioClip },
  use: (threads: NmfThreads) => Promise<T>
): Promise<T> {
  const { data } = storeClip(recording)
  const kernel = await loadKernel()
  const threads = new NmfThreads({ samples: data, layout: layoutOf(recording), kernel }, { threadCount, threadUrl })
  try {
    return await use(threads)
  } finally {
    await threads.close()
  }
}

async function result(threads: NmfThreads, job: Job, listener: Partial<JobListener> = {}): Promise<JobResult> {
  const outcome = await threads.run(job, { ...silent, ...listener })
  if (outcome.kind !== 'done') throw new Error(outcome.kind)
  return outcome.result
}

const wholeRecording = (recording = clip): ColumnRun[] => [{ first: 0, count: layoutOf(recording).columnCount }]

/** Analyses and factorizes on so many threads. */
function factorizeOn(
  threadCount: number,
  problem: NmfProblem,
  listener: Partial<JobListener> = {}
): Promise<NmfOutcome> {
  return withThreads({ threadCount }, async (threads) => {
    await result(threads, { kind: 'analyse', runs: wholeRecording(), isJoint: problem.channelCount > 1 })
    return (await result(threads, { kind: 'factorize', problem }, listener)) as NmfOutcome
  })
}

/** Magnitudes of all columns, in the layout of read-columns. */
function magnitudesOf(recording: AudioClip, isJoint: boolean): Float32Array {
  const layout = layoutOf(recording)
  const analysis = new MagnitudeAnalysis(clipSource(recording), layout)
  const magnitudes = new Float32Array(layout.binCount * layout.columnCount * (isJoint ? recording.channels.length : 1))
  if (isJoint) analysis.computeChannels(0, layout.columnCount, magnitudes, 0)
  else analysis.compute(0, layout.columnCount, magnitudes, 0)
  return magnitudes
}

const kinds: Record<string, Partial<NmfProblem>> = {
  'Itakura–Saito': { beta: 0 },
  'Kullback–Leibler': {},
  Euclidean: { beta: 2 },
  'β = 0.7': { beta: 0.7 },
  'fast updates': { updates: 'fast', iterationCount: 30 },
  'both channels': { channelCount: 2, updates: 'fast', iterationCount: 20 },
  penalties: { continuity: 1, sparsity: 1 },
  'fixed templates': { fixedTemplates: [true, true, false, false, false, false], start: givenTemplates(2) }
}

/** Templates for the first components, the others at random. */
function givenTemplates(count: number): NmfProblem['start'] {
  const { binCount } = layoutOf(clip)
  const W = Float32Array.from({ length: 6 * binCount }, (_, i) =>
    i < count * binCount ? (1 + (i % 7)) / (4 * binCount) : NaN
  )
  return { W, H: null, channelGains: null }
}

/** Runs the threads while somebody wakes them without a reason, as a notice that comes late does. */
async function factorizeDisturbed(problem: NmfProblem, threadCount: number): Promise<JobResult> {
  const control = new SharedArrayBuffer(controlBytes)
  const slots = new Int32Array(control, 0, controlSlotCount)
  const data = { samples: storeClip(clip).data, layout: layoutOf(clip), kernel: await loadKernel() }
  const workers = threadPlaces(threadCount, control).map((place) => {
    const workerData: NmfThreadData = { ...data, ...place }
    return new Worker(threadUrl, { workerData, transferList: [...place.memoryPorts] })
  })
  let result: JobResult = null
  for (const job of [
    { kind: 'analyse', runs: wholeRecording(), isJoint: problem.channelCount > 1 },
    { kind: 'factorize', problem }
  ] satisfies Job[]) {
    slots.fill(0)
    const ends = workers.map((worker) => new Promise<NmfThreadMessage>((resolve) => worker.once('message', resolve)))
    for (const worker of workers) worker.postMessage({ job } satisfies JobMessage)
    let isOver = false
    const ended = Promise.all(ends).then((messages) => {
      isOver = true
      const [first] = messages
      if (first?.type === 'ended') result = first.result
    })
    while (!isOver) {
      for (let i = 0; i < 100; i++) {
        Atomics.notify(slots, controlSlots.generation)
        Atomics.notify(slots, controlSlots.prepared)
      }
      await new Promise((next) => setImmediate(next))
    }
    await ended
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  return result
}

describe('jobs on threads', { timeout: 60_000 }, () => {
  it('gives the bits of one thread with 2, 3 and 8 threads, whatever is factorized', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 8].map((threadCount) =>
        withThreads({ threadCount }, async (threads) => {
          const results: Record<string, JobResult> = {}
          for (const [kind, change] of Object.entries(kinds)) {
            const problem = problemOf(change)
            await result(threads, { kind: 'analyse', runs: wholeRecording(), isJoint: problem.channelCount > 1 })
            results[kind] = await result(threads, { kind: 'factorize', problem })
          }
          return results
        })
      )
    )
    const [one, ...others] = outcomes
    expect(Object.values(one!).map((outcome) => (outcome as NmfOutcome).costs.at(-1)!.cost > 0)).not.toContain(false)
    for (const other of others) expect(other).toEqual(one)
  })

  it.each(['Kullback–Leibler', 'fast updates', 'both channels'])(
    'goes on only when all threads have met, whatever wakes one of them: %s',
    async (kind) => {
      const problem = problemOf({ ...kinds[kind], iterationCount: 40 })
      expect(await factorizeDisturbed(problem, 3)).toEqual(await factorizeOn(1, problem))
    }
  )

  it('gives the bits of core', async () => {
    const problem = problemOf({ beta: 0.7 })
    const steps = factorize(magnitudesOf(clip, false), problem)
    let step = steps.next()
    while (!step.done) step = steps.next()
    expect(await factorizeOn(2, problem)).toEqual(step.value)
  })

  it('gives the same in memory that was used for something else before', async () => {
    const recording = makeClip({ lengthSamples: 4321 })
    const { columnCount } = layoutOf(recording)
    const problem = problemOf({ updates: 'fast', columnCount })
    const analysis = { kind: 'analyse', runs: [{ first: 0, count: columnCount }], isJoint: false } as const
    const expected = await withThreads({ threadCount: 2, recording }, async (threads) => {
      await result(threads, analysis)
      return result(threads, { kind: 'factorize', problem })
    })
    await withThreads({ threadCount: 2, recording }, async (threads) => {
      await result(threads, { ...analysis, isJoint: true })
      await result(threads, { kind: 'factorize', problem: { ...problem, channelCount: 2, rank: 20, beta: 0 } })
      await result(threads, analysis)
      await result(threads, { kind: 'factorize', problem: { ...problem, rank: 3, continuity: 1 } })
      expect(await result(threads, { kind: 'factorize', problem })).toEqual(expected)
    })
  })

  it.each([false, true])('analyses runs of columns and gives them back (channels apart: %s)', async (isJoint) => {
    const { binCount, columnCount } = layoutOf(clip)
    const runs = [
      { first: 64, count: 16 },
      { first: 0, count: 40 },
      { first: columnCount - 3, count: 3 }
    ]
    const rows = (isJoint ? 2 : 1) * binCount
    const all = magnitudesOf(clip, isJoint)
    const read = await withThreads({ threadCount: 3 }, async (threads) => {
      await result(threads, { kind: 'analyse', runs, isJoint })
      return (await result(threads, { kind: 'read-columns', columns: [58, 0, 20] })) as Float32Array
    })
    for (const [place, column] of [columnCount - 1, 64, 4].entries()) {
      const expected = all.subarray(column * rows, (column + 1) * rows)
      const found = read.subarray(place * rows, (place + 1) * rows)
      const largest = expected.reduce((most, value) => Math.max(most, value), 0)
      expected.forEach((value, f) => expect(Math.abs(found[f]! - value)).toBeLessThan(1e-6 * largest))
    }
  })

  it('works where there are fewer columns than chunks, and on silence', async () => {
    for (const recording of [makeClip({ lengthSamples: 10 }), makeSilence(2)]) {
      const { columnCount } = layoutOf(recording)
      const outcome = await withThreads({ threadCount: 3, recording }, async (threads) => {
        await result(threads, { kind: 'analyse', runs: wholeRecording(recording), isJoint: false })
        return (await result(threads, { kind: 'factorize', problem: problemOf({ columnCount }) })) as NmfOutcome
      })
      const { W, H } = outcome.factors
      expect([...W, ...H].every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
      expect(H.some((height) => height > 0)).toBe(recording.channels[0]![0] !== 0 || recording.lengthSamples === 10)
    }
  })

  it('convolves to the same bits on any number of threads', async () => {
    const { binCount, columnCount } = layoutOf(clip)
    const problem = { binCount, columnCount, rank: 3, lagCount: 4, iterationCount: 12, tolerance: 0, seed: 2 }
    const [one, three] = await Promise.all(
      [1, 3].map((threadCount) =>
        withThreads({ threadCount }, async (threads) => {
          await result(threads, { kind: 'analyse', runs: wholeRecording(), isJoint: false })
          return (await result(threads, { kind: 'convolve', problem })) as NmfOutcome
        })
      )
    )
    expect(one!.factors.model).toEqual({ kind: 'convolution', lagCount: 4 })
    expect(three).toEqual(one)
  })

  it('tells in order how far it is, with factors when they are wanted', async () => {
    const seen: Standing[] = []
    await factorizeOn(2, problemOf({ iterationCount: 3000 }), {
      wantsFactors: () => seen.length % 2 === 0,
      onStanding: (standing) => seen.push(standing)
    })
    const iterations = seen.map(({ iteration }) => iteration)
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b))
    expect(iterations.length).toBeGreaterThan(2)
    expect(iterations.at(-1)).toBeLessThanOrEqual(3000)
    const { factors, costPoint } = seen.find((standing) => standing.factors !== null && standing.costPoint !== null)!
    expect(factors).toMatchObject({ rank: 6, binCount: 257 })
    expect(factors!.W.every((value) => value > 0)).toBe(true)
    expect(costPoint!.cost).toBeGreaterThan(0)
    expect(seen.some((standing) => standing.factors === null)).toBe(true)
  })

  it('is cancelled within a second in the midst of a long iteration', async () => {
    const recording = makeClip({ lengthSamples: 1_500_000 })
    let askedAt = 0
    const outcome = await withThreads({ threadCount: 2, recording }, async (threads) => {
      await result(threads, { kind: 'analyse', runs: wholeRecording(recording), isJoint: false })
      const start = performance.now()
      const { columnCount } = layoutOf(recording)
      const problem = problemOf({ columnCount, rank: 128, beta: 0.5, iterationCount: 5000 })
      return threads.run(
        { kind: 'factorize', problem },
        {
          ...silent,
          interruption: () => {
            if (performance.now() - start < 400) return null
            askedAt ||= performance.now()
            return 'cancel'
          }
        }
      )
    })
    expect(outcome).toEqual({ kind: 'cancelled' })
    expect(performance.now() - askedAt).toBeLessThan(1000)
  })

  it.each([0, 30])('keeps what there is when told to finish after %d iterations, and goes on', async (iterations) => {
    const problem = problemOf({ iterationCount: 1_000_000 })
    await withThreads({ threadCount: 2 }, async (threads) => {
      await result(threads, { kind: 'analyse', runs: wholeRecording(), isJoint: false })
      let done = 0
      const early = (await result(
        threads,
        { kind: 'factorize', problem },
        {
          onStanding: ({ iteration }) => (done = iteration),
          interruption: () => (done >= iterations ? 'finish' : null)
        }
      )) as NmfOutcome
      expect(early.isEarly).toBe(true)
      expect(early.costs.length).toBeLessThan(100_000)
      expect(early.factors.W.every((value) => value > 0)).toBe(true)
      expect(early.factors.H.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
      const later = (await result(threads, { kind: 'factorize', problem: problemOf() })) as NmfOutcome
      expect(later).toEqual(await factorizeOn(1, problemOf()))
    })
  })

  it('leaves the calling thread idle', async () => {
    const recording = makeClip({ lengthSamples: 400_000 })
    const { columnCount } = layoutOf(recording)
    await withThreads({ threadCount: 2, recording }, async (threads) => {
      await result(threads, { kind: 'analyse', runs: wholeRecording(recording), isJoint: false })
      const before = performance.eventLoopUtilization()
      await result(threads, { kind: 'factorize', problem: problemOf({ columnCount, iterationCount: 300 }) })
      // working or waiting without giving the event loop its turn would both come near 1
      expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
    })
  })

  it('passes on why a job is refused, and says when a thread cannot be loaded', async () => {
    await expect(factorizeOn(2, problemOf({ rank: 0 }))).rejects.toMatchObject({ code: 'invalid-argument' })
    const threads = new NmfThreads(
      { samples: storeClip(clip).data, layout: layoutOf(clip), kernel: await loadKernel() },
      { threadUrl: new URL('./missing.mjs', threadUrl) }
    )
    await expect(result(threads, { kind: 'pause' })).rejects.toMatchObject({ code: 'unexpected' })
    await threads.close()
  })
})
