import type { SampleSource } from '../audio/sample-source'
import { createReferenceKernel } from '../kernels/reference-kernel'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'
import { countColumns } from './column-runs'
import type { AnalyseJob, Job, JobResult, PlannedJob } from './jobs'
import { MagnitudeMasking } from './magnitude-masking'
import { arenaBytes } from './nmf-arena'
import { createNmfMachine } from './nmf-machine'
import type { KernelFactory } from './phase-kernels'
import type { ChunkMachine, MachineStep } from './nmf-problem'
import { startNmf } from './nmf-start'
import {
  decideScale,
  nmfValues,
  nmfValuesEnd,
  readColumns,
  scaleColumns,
  writeColumns,
  type ValuesShape
} from './nmf-values'
import { createNmfdMachine } from './nmfd'
import { nmfdArenaBytes } from './nmfd-arena'
import { startNmfd } from './nmfd-start'

const never = (): boolean => false

/** Where kernels compute, and what with. */
export interface KernelMemory {
  allocate(byteLength: number): ArrayBufferLike
  readonly createKernel: KernelFactory
}

export const referenceMemory: KernelMemory = {
  allocate: (byteLength) => new ArrayBuffer(byteLength),
  createKernel: createReferenceKernel
}

/** What goes on in a plan: at the start of each job, and after each iteration of one. */
export interface RunStep {
  readonly planned: PlannedJob
  readonly step: MachineStep | null
}

/**
 * Runs the jobs of a plan on this thread, one after the other; stop pulling to cancel. Several threads with the same kernel give the
 * very same bits.
 *
 * @throws AppError as the plan and its jobs do
 */
export function* runPlan<R>(
  plan: Generator<PlannedJob, R, JobResult>,
  options: { source: SampleSource; layout: StftLayout; memory?: KernelMemory }
): Generator<RunStep, R> {
  const { source, layout, memory = referenceMemory } = options
  const thread = new PlanThread(source, layout, memory)
  let next = plan.next(null)
  while (!next.done) {
    const planned = next.value
    yield { planned, step: null }
    const steps = thread.run(planned.job)
    let step = steps.next()
    for (; !step.done; step = steps.next()) yield { planned, step: step.value }
    next = plan.next(step.value)
  }
  return next.value
}

/** One thread with the spectrogram that was analysed last. */
class PlanThread {
  readonly #analysis: MagnitudeAnalysis
  #shape: ValuesShape = { binCount: 0, columnCount: 0, channelCount: 1 }
  #buffer: ArrayBufferLike = new ArrayBuffer(0)

  constructor(
    source: SampleSource,
    private readonly layout: StftLayout,
    private readonly memory: KernelMemory
  ) {
    this.#analysis = new MagnitudeAnalysis(source, layout)
  }

  *run(job: Job): Generator<MachineStep, JobResult> {
    switch (job.kind) {
      case 'analyse':
        this.#analyse(job)
        return null
      case 'read-columns':
        return readColumns(nmfValues(this.#shape, this.#buffer), job.columns)
      case 'factorize': {
        const { problem } = job
        const buffer = this.#reserve(arenaBytes(problem, 1))
        startNmf(problem, buffer)
        const { createKernel } = this.memory
        return yield* runMachine(createNmfMachine({ problem, buffer, threadIndex: 0, createKernel }))
      }
      case 'convolve': {
        const { problem } = job
        const buffer = this.#reserve(nmfdArenaBytes(problem, 1))
        startNmfd(problem, buffer)
        const { createKernel } = this.memory
        return yield* runMachine(createNmfdMachine({ problem, buffer, threadIndex: 0, createKernel }))
      }
      case 'pause':
        return null
    }
  }

  #analyse({ runs, isJoint, mask }: AnalyseJob): void {
    const { binCount } = this.layout
    const analysis = this.#analysis
    const channelCount = isJoint ? analysis.source.channelCount : 1
    this.#shape = { binCount, columnCount: countColumns(runs), channelCount }
    this.#buffer = this.memory.allocate(nmfValuesEnd(this.#shape))
    const values = nmfValues(this.#shape, this.#buffer)
    const column = new Float32Array(binCount * channelCount)
    const masking = mask ? new MagnitudeMasking(mask) : null
    let place = 0
    for (const { first, count } of runs) {
      for (let n = first; n < first + count; n++, place++) {
        if (isJoint) analysis.computeChannels(n, 1, column, 0)
        else analysis.compute(n, 1, column, 0)
        masking?.apply(n, channelCount, column, 0)
        writeColumns(values, place, 1, column)
      }
    }
    decideScale(values)
    scaleColumns(values, 0, this.#shape.columnCount)
  }

  /** The memory with the spectrogram, at least so large. */
  #reserve(byteLength: number): ArrayBufferLike {
    if (this.#buffer.byteLength >= byteLength) return this.#buffer
    const buffer = this.memory.allocate(byteLength)
    new Uint8Array(buffer).set(new Uint8Array(this.#buffer, 0, nmfValuesEnd(this.#shape)))
    this.#buffer = buffer
    return buffer
  }
}

function* runMachine(machine: ChunkMachine): Generator<MachineStep, JobResult> {
  while (!machine.isDone) {
    for (let chunk = 0; chunk < machine.chunkCount; chunk++) machine.runChunk(chunk, never)
    const step = machine.finishPhase()
    if (step) yield step
  }
  return machine.outcome(false)
}
