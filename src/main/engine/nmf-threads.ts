import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Interruption } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { Job, JobResult } from '@core/separation/jobs'
import {
  controlBytes,
  controlSlotCount,
  controlSlots,
  questions,
  threadPlaces,
  type JobMessage,
  type NmfThreadData,
  type NmfThreadMessage,
  type Standing,
  type ThreadPlace
} from './nmf-thread-protocol'

/** More threads than this would wait for one another: a phase has about sixteen chunks. */
const largestThreadCount = 16
const pollMilliseconds = 50

export interface ThreadOptions {
  /** as many as there are processors when not given; results do not depend on it */
  readonly threadCount?: number
  /** the built nmf-thread.js, when it does not lie beside this module */
  readonly threadUrl?: URL
}

export interface JobListener {
  /** asked about twenty times a second: whether to drop the job, or to end it early and keep what there is */
  readonly interruption: () => Interruption | null
  /** asked as often: whether W and H as they stand are wanted, or only the step */
  readonly wantsFactors: () => boolean
  /** a step of a factorization, not every one */
  readonly onStanding: (standing: Standing) => void
  /** how many chunks of the present phase have been begun, as often as the questions are asked */
  readonly onChunks: (begun: number) => void
}

export type JobOutcome = { readonly kind: 'done'; readonly result: JobResult } | { readonly kind: 'cancelled' }

interface RunningJob {
  readonly listener: JobListener
  readonly settle: (outcome: JobOutcome) => void
  readonly fail: (error: AppError) => void
  result: JobResult
  endedCount: number
}

/**
 * A few equal threads that do the jobs of one separation, all of them one job at a time. The thread that made them only listens.
 * To be closed when the run is over, however it ended.
 */
export class NmfThreads {
  readonly #workers: Worker[]
  readonly #control = new SharedArrayBuffer(controlBytes)
  #running: RunningJob | null = null
  #failure: AppError | null = null

  constructor(data: Omit<NmfThreadData, keyof ThreadPlace>, { threadCount, threadUrl }: ThreadOptions) {
    const count = Math.max(1, Math.min(largestThreadCount, threadCount ?? availableParallelism()))
    const url = threadUrl ?? findThread()
    this.#workers = threadPlaces(count, this.#control).map((place) => {
      const workerData = { ...data, ...place } satisfies NmfThreadData
      const name = `nmf ${place.index + 1}`
      const worker = new Worker(url, { workerData, transferList: [...place.memoryPorts], name })
      worker.on('message', (message: NmfThreadMessage) => this.#hear(message))
      worker.on('error', (error) => this.#fail(AppError.from(error)))
      worker.on('exit', (code) => this.#fail(new AppError('unexpected', `a thread ended early (${code})`, { code })))
      return worker
    })
  }

  /**
   * Does a job. A cancelled one leaves threads behind that can only be closed.
   *
   * @throws AppError as the job does, and 'unexpected' when a thread dies
   */
  async run(job: Job, listener: JobListener): Promise<JobOutcome> {
    if (this.#failure) throw this.#failure
    const control = new Int32Array(this.#control, 0, controlSlotCount)
    control.fill(0)
    let poll: NodeJS.Timeout | undefined
    try {
      return await new Promise<JobOutcome>((settle, fail) => {
        this.#running = { listener, settle, fail, result: null, endedCount: 0 }
        const look = (): void => {
          try {
            const interruption = listener.interruption()
            if (interruption !== null) Atomics.store(control, controlSlots.stop, 1)
            if (interruption === 'cancel') return settle({ kind: 'cancelled' })
            const { none, step, factors } = questions
            if (listener.wantsFactors()) Atomics.store(control, controlSlots.question, factors)
            else Atomics.compareExchange(control, controlSlots.question, none, step)
            listener.onChunks(Atomics.load(control, controlSlots.nextChunk))
          } catch (error) {
            fail(AppError.from(error))
          }
        }
        poll = setInterval(look, pollMilliseconds)
        look()
        for (const worker of this.#workers) worker.postMessage({ job } satisfies JobMessage)
      })
    } finally {
      clearInterval(poll)
      this.#running = null
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #hear(message: NmfThreadMessage): void {
    const running = this.#running
    if (running === null) return
    switch (message.type) {
      case 'failed':
        return this.#fail(AppError.fromData(message.error))
      case 'standing':
        try {
          return running.listener.onStanding(message.standing)
        } catch (error) {
          return this.#fail(AppError.from(error))
        }
      case 'ended':
        running.endedCount++
        running.result ??= message.result
        if (running.endedCount === this.#workers.length) running.settle({ kind: 'done', result: running.result })
    }
  }

  #fail(error: AppError): void {
    this.#failure ??= error
    this.#running?.fail(this.#failure)
  }
}

/** The bundler puts this module beside nmf-thread.js or into a folder of chunks below it. */
function findThread(): URL {
  const candidates = ['./', '../', '../../'].map((folder) => new URL(`${folder}nmf-thread.js`, import.meta.url))
  const found = candidates.find((candidate) => existsSync(candidate))
  if (!found) throw new AppError('unexpected', `nmf-thread.js is not near ${import.meta.url}`)
  return found
}
