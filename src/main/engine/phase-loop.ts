import type { ChunkMachine, MachineStep } from '@core/separation/nmf-problem'
import { controlSlotCount, controlSlots, costOffset, questions, type Standing } from './nmf-thread-protocol'
import type { OwnFactors } from './result-store'

/** Phases of a millisecond are over before a sleeping thread has woken: it first looks for about 50 µs. */
const spinCount = 10_000

/** What threads do together; without an outcome there is nothing to be told of on the way. */
export type Phases = Pick<ChunkMachine, 'chunkCount' | 'isDone' | 'runChunk' | 'finishPhase'> &
  Partial<Pick<ChunkMachine, 'outcome' | 'isWhole'>>

export interface PhaseLoopOptions {
  /** of controlBytes, zero but for a stop or a question */
  readonly control: SharedArrayBuffer
  readonly threadCount: number
  readonly onStanding: (standing: Standing) => void
}

/**
 * One of several equal threads: takes chunks until none is left, then waits for the others; the last to arrive finishes the phase
 * and opens the next. Who does what never shows in the result. Returns in all threads when the phases are done, or when a stop
 * was asked for.
 */
export function runPhases(machine: Phases, { control: buffer, threadCount, onStanding }: PhaseLoopOptions): void {
  const control = new Int32Array(buffer, 0, controlSlotCount)
  const newestCost = new Float64Array(buffer, costOffset, 1)
  const shouldStop = (): boolean => Atomics.load(control, controlSlots.stop) === 1 && machine.isWhole !== false

  const runPhase = (): void => {
    const { chunkCount } = machine
    for (;;) {
      const chunk = Atomics.add(control, controlSlots.nextChunk, 1)
      if (chunk >= chunkCount || shouldStop()) return
      machine.runChunk(chunk, shouldStop)
    }
  }

  const answer = (step: MachineStep): void => {
    if (step.costPoint) {
      newestCost[0] = step.costPoint.cost
      Atomics.store(control, controlSlots.costIteration, step.costPoint.iteration)
    }
    const question = Atomics.exchange(control, controlSlots.question, questions.none)
    if (question === questions.none) return
    const iteration = Atomics.load(control, controlSlots.costIteration)
    const costPoint = iteration === 0 ? null : { iteration, cost: newestCost[0] }
    const wantsFactors = question === questions.factors && machine.isWhole !== false
    const outcome = wantsFactors ? machine.outcome?.(false) : undefined
    const factors = (outcome?.factors as OwnFactors | undefined) ?? null
    onStanding({ iteration: step.iteration, costPoint, factors })
  }

  /** Waits for all threads. Only the last to arrive decides whether to end, so that none is left waiting for another. */
  const meet = (): void => {
    const generation = Atomics.load(control, controlSlots.generation)
    const isOver = (): boolean => Atomics.load(control, controlSlots.generation) !== generation
    if (Atomics.add(control, controlSlots.arrived, 1) < threadCount - 1) {
      for (let i = 0; i < spinCount; i++) if (isOver()) return
      // Again and again: the notice of the meeting before may come so late that it wakes a thread that waits for this one.
      while (!isOver()) Atomics.wait(control, controlSlots.generation, generation)
      return
    }
    // after a stop nothing is added up: some chunks were left half done
    const isStopped = shouldStop()
    const step = isStopped ? null : machine.finishPhase()
    if (step) answer(step)
    if (isStopped || machine.isDone) Atomics.store(control, controlSlots.ended, 1)
    Atomics.store(control, controlSlots.arrived, 0)
    Atomics.store(control, controlSlots.nextChunk, 0)
    Atomics.add(control, controlSlots.generation, 1)
    Atomics.notify(control, controlSlots.generation)
  }

  // nothing ends before all threads have met once: here all see the same
  if (machine.isDone) return
  while (Atomics.load(control, controlSlots.ended) === 0) {
    runPhase()
    meet()
  }
}
