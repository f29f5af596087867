import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { ErrorData } from '@core/errors'
import type { Job, JobResult } from '@core/separation/jobs'
import type { CostPoint } from '@core/separation/parameters'
import type { StftLayout } from '@core/spectral/stft-layout'
import type { SampleData } from '../files/samples/sample-store'
import type { CompiledKernel } from './kernel-file'
import type { OwnFactors } from './result-store'

/** What a thread is started with. */
export interface NmfThreadData extends ThreadPlace {
  readonly samples: SampleData
  readonly layout: StftLayout
  readonly kernel: CompiledKernel
}

/** Which one of how many threads it is. */
export interface ThreadPlace {
  readonly control: SharedArrayBuffer
  readonly threadCount: number
  readonly index: number
  /**
   * The first thread makes the memory of V, W, H and all else and sends it to the others, each through a port of its own. The thread
   * that starts them never has it: so it is gone with them, and not only when a collector comes by.
   */
  readonly memoryPorts: readonly MessagePort[]
}

/** Places for so many threads; the ports are to be transferred. */
export function threadPlaces(threadCount: number, control: SharedArrayBuffer): ThreadPlace[] {
  const channels = Array.from({ length: threadCount - 1 }, () => new MessageChannel())
  const first = { control, threadCount, index: 0, memoryPorts: channels.map(({ port1 }) => port1) }
  const others = channels.map(({ port2 }, i) => ({ control, threadCount, index: i + 1, memoryPorts: [port2] }))
  return [first, ...others]
}

/** Places in the control array, an Int32Array that all threads share. */
export const controlSlots = {
  nextChunk: 0,
  arrived: 1,
  generation: 2,
  /** 1: end before the job is done; set by the engine's own thread, once */
  stop: 3,
  /** 1: all threads leave the job */
  ended: 4,
  /** what the engine's own thread wants to be told after the next step, one of `questions` */
  question: 5,
  /** iterations after which the newest cost was measured; 0 before the first */
  costIteration: 6,
  /** 1: the first thread has laid out the memory for the job */
  prepared: 7,
  /** of an analysis: 0 measuring, 1 scaling, 2 done */
  analysisPhase: 8
} as const
export const controlSlotCount = 10
/** the newest cost: one double behind the slots */
export const costOffset = controlSlotCount * 4
export const controlBytes = costOffset + 8

export const questions = { none: 0, step: 1, factors: 2 } as const

export interface JobMessage {
  readonly job: Job
}

/** How far a factorization is: the answer to a question. */
export interface Standing {
  readonly iteration: number
  /** the newest cost that was measured */
  readonly costPoint: CostPoint | null
  /** as they stand, when they were asked for */
  readonly factors: OwnFactors | null
}

export type NmfThreadMessage =
  | { readonly type: 'standing'; readonly standing: Standing }
  /** this thread has left the job; the first one brings the result */
  | { readonly type: 'ended'; readonly result: JobResult }
  | { readonly type: 'failed'; readonly error: ErrorData }
