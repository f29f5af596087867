import type { ErrorData } from '@core/errors'
import type { NmfStep } from '@core/separation/nmf-chunks'
import type { NmfProblem } from '@core/separation/nmf-memory'

/** What a factorization thread is started with; the buffers are shared by all threads. */
export interface NmfThreadData {
  readonly problem: NmfProblem
  readonly V: Float32Array
  readonly memory: SharedArrayBuffer
  readonly control: SharedArrayBuffer
  readonly threadCount: number
}

/** Places in the control array, an Int32Array. */
export const controlSlots = { nextChunk: 0, arrived: 1, generation: 2, stop: 3, ended: 4 } as const
export const controlBytes = 5 * 4

/** Values of the stop slot. To finish waits until W and H have been started; to cancel does not. */
export const stopRequests = { none: 0, finish: 1, cancel: 2 } as const

export type NmfThreadMessage =
  | { readonly type: 'step'; readonly step: NmfStep }
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly error: ErrorData }
