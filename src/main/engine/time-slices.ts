import type { Outcome } from '@core/contract/rpc'
import { nextTurn } from './turns'

/** The longest that work holds the event loop before requests, cancels and progress get their turn. */
const sliceMilliseconds = 20

export interface SliceListener<Y> {
  readonly isCancelled: () => boolean
  readonly onSlice?: (latest: Y) => void
}

/** Runs a generator to its end in short slices of the event loop; cancelled is a result. */
export async function runInSlices<Y, R>(work: Generator<Y, R>, listener: SliceListener<Y>): Promise<Outcome<R>> {
  for (;;) {
    if (listener.isCancelled()) return { kind: 'cancelled' }
    const sliceEnd = performance.now() + sliceMilliseconds
    let step: IteratorResult<Y, R>
    do {
      step = work.next()
      if (step.done) return { kind: 'done', value: step.value }
    } while (performance.now() < sliceEnd)
    listener.onSlice?.(step.value)
    await nextTurn()
  }
}

/** Gives the event loop a turn when the current slice is over. */
export class SliceTimer {
  #sliceEnd = performance.now() + sliceMilliseconds

  async pause(): Promise<void> {
    if (performance.now() < this.#sliceEnd) return
    await nextTurn()
    this.#sliceEnd = performance.now() + sliceMilliseconds
  }
}

/** A gate that opens at most once in `milliseconds`; the first time at once. */
export function createGate(milliseconds: number): () => boolean {
  let due = 0
  return () => {
    const now = performance.now()
    if (now < due) return false
    due = now + milliseconds
    return true
  }
}
