import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@core/errors'
import { finishPhase, phaseOf, runChunk } from '@core/separation/nmf-chunks'
import { chunkCount, nmfMemory } from '@core/separation/nmf-memory'
import { controlSlots, stopRequests, type NmfThreadData, type NmfThreadMessage } from './nmf-thread-protocol'

/*
 * One of several equal threads: takes chunks until none is left, then waits for the others; the last to arrive adds up and
 * opens the next phase. Who does what never shows in the result.
 */

const { problem, V, memory: buffer, control: controlBuffer, threadCount } = workerData as NmfThreadData
const control = new Int32Array(controlBuffer)
const memory = nmfMemory(problem, V, buffer)

function post(message: NmfThreadMessage): void {
  parentPort?.postMessage(message)
}

function shouldStop(): boolean {
  const request = Atomics.load(control, controlSlots.stop)
  if (request === stopRequests.finish) return phaseOf(memory) === 'updating' || phaseOf(memory) === 'closing'
  return request === stopRequests.cancel
}

function runPhase(): void {
  for (;;) {
    const chunk = Atomics.add(control, controlSlots.nextChunk, 1)
    if (chunk >= chunkCount || shouldStop()) return
    runChunk(memory, chunk, shouldStop)
  }
}

/** Waits for all threads. Only the last to arrive decides whether to end, so that none is left waiting for another. */
function meet(): void {
  const generation = Atomics.load(control, controlSlots.generation)
  if (Atomics.add(control, controlSlots.arrived, 1) < threadCount - 1) {
    // Again and again: the notice of the meeting before may come so late that it wakes a thread that waits for this one.
    while (Atomics.load(control, controlSlots.generation) === generation)
      Atomics.wait(control, controlSlots.generation, generation)
    return
  }
  // after a stop nothing is added up: some chunks were left half done
  const step = shouldStop() ? null : finishPhase(memory)
  if (step) post({ type: 'step', step })
  if (phaseOf(memory) === 'done' || shouldStop()) Atomics.store(control, controlSlots.ended, 1)
  Atomics.store(control, controlSlots.arrived, 0)
  Atomics.store(control, controlSlots.nextChunk, 0)
  Atomics.add(control, controlSlots.generation, 1)
  Atomics.notify(control, controlSlots.generation)
}

try {
  while (Atomics.load(control, controlSlots.ended) === 0) {
    runPhase()
    meet()
  }
  post({ type: 'ended' })
} catch (error) {
  post({ type: 'failed', error: AppError.from(error).toData() })
}
