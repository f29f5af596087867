import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '@core/errors'
import type { Factors } from '@core/separation/factors'
import type { NmfStep } from '@core/separation/nmf-chunks'
import { factorizationOf, factorsOf, type Factorization } from '@core/separation/nmf'
import { chunkCount, nmfMemory, nmfMemoryBytes } from '@core/separation/nmf-memory'
import type { SeparationParameters } from '@core/separation/parameters'
import { nmfProblem } from '@core/separation/separate'
import type { StftLayout } from '@core/spectral/stft-layout'
import {
  controlBytes,
  controlSlots,
  stopRequests,
  type NmfThreadData,
  type NmfThreadMessage
} from './nmf-thread-protocol'

const pollMilliseconds = 50

export interface FactorizationProgress {
  readonly iteration: number
  /** relative cost after that iteration; the next one is under way by then */
  readonly cost: number
  /** a copy of the factors as they stand now */
  readonly factors: () => Factors
}

export type Interruption = 'cancel' | 'finish' | null

export interface FactorizationOptions {
  /** (bins × columns) in a SharedArrayBuffer, column after column; read only, not to be changed meanwhile */
  readonly V: Float32Array
  readonly layout: StftLayout
  readonly parameters: SeparationParameters
  /** as many as there are processors when not given; the result does not depend on it */
  readonly threadCount?: number
  /** the built nmf-thread.js, when it does not lie beside this module */
  readonly threadUrl?: URL
  readonly onProgress: (progress: FactorizationProgress) => void
  /** asked about twenty times a second */
  readonly interruption: () => Interruption
}

export type FactorizationOutcome = ({ readonly kind: 'done' } & Factorization) | { readonly kind: 'cancelled' }

/**
 * Factorizes on worker threads, to the same bits as core's `factorize`. This thread only listens. 'finish' keeps W and H as
 * they are at that moment, with the costs known so far; 'cancel' gives up. All threads have ended when the promise settles.
 *
 * @throws AppError 'negative-value', 'invalid-argument', 'shape-mismatch', 'out-of-memory', 'unexpected' when a thread dies
 */
export async function factorizeOnThreads(options: FactorizationOptions): Promise<FactorizationOutcome> {
  const { V, layout, parameters } = options
  const buffer = V.buffer
  if (!(buffer instanceof SharedArrayBuffer)) throw new AppError('invalid-argument', 'V is not in shared memory')
  const problem = nmfProblem(layout, parameters)
  const memoryBuffer = allocate(nmfMemoryBytes(problem))
  const memory = nmfMemory(problem, V, memoryBuffer)
  const control = new Int32Array(allocate(controlBytes))
  const threadCount = Math.max(1, Math.min(chunkCount, options.threadCount ?? availableParallelism()))
  const workerData = { problem, V, memory: memoryBuffer, control: control.buffer, threadCount } satisfies NmfThreadData
  const url = options.threadUrl ?? findThread()

  const workers: Worker[] = []
  let poll: NodeJS.Timeout | undefined
  try {
    let reported = 0
    const report = (step: NmfStep): void => {
      // steps come from several threads and may overtake each other
      if (step.iteration <= reported) return
      reported = step.iteration
      options.onProgress({ ...step, factors: () => factorsOf(memory) })
    }
    for (let index = 0; index < threadCount; index++)
      workers.push(new Worker(url, { workerData, name: `nmf ${index + 1}` }))
    const ended = Promise.all(workers.map((worker) => threadEnd(worker, report)))
    const cancelled = new Promise<'cancelled'>((resolve, reject) => {
      const obey = (): void => {
        try {
          const interruption = options.interruption()
          if (interruption) Atomics.store(control, controlSlots.stop, stopRequests[interruption])
          if (interruption === 'cancel') resolve('cancelled')
        } catch (error) {
          reject(AppError.from(error))
        }
      }
      poll = setInterval(obey, pollMilliseconds)
      obey()
    })
    const isCancelled = (await Promise.race([ended, cancelled])) === 'cancelled'
    return isCancelled ? { kind: 'cancelled' } : { kind: 'done', ...factorizationOf(memory) }
  } finally {
    clearInterval(poll)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** Settles when the thread says that it has ended, or fails, or dies. */
function threadEnd(worker: Worker, onStep: (step: NmfStep) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: NmfThreadMessage) => {
      try {
        if (message.type === 'step') onStep(message.step)
        else if (message.type === 'ended') resolve()
        else reject(AppError.fromData(message.error))
      } catch (error) {
        reject(AppError.from(error))
      }
    })
    worker.on('error', (error) => reject(AppError.from(error)))
    worker.on('exit', (code) =>
      reject(new AppError('unexpected', `a factorization thread ended early (${code})`, { code }))
    )
  })
}

function allocate(byteLength: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(byteLength)
  } catch (error) {
    throw new AppError(
      'out-of-memory',
      `no ${byteLength} bytes for the factorization`,
      { byteLength },
      { cause: error }
    )
  }
}

/** The bundler puts this module beside nmf-thread.js or into a folder of chunks below it. */
function findThread(): URL {
  const candidates = ['./', '../', '../../'].map((folder) => new URL(`${folder}nmf-thread.js`, import.meta.url))
  const found = candidates.find((candidate) => existsSync(candidate))
  if (!found) throw new AppError('unexpected', `nmf-thread.js is not near ${import.meta.url}`)
  return found
}
