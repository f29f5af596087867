import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@core/errors'
import { createReferenceKernel } from '@core/kernels/reference-kernel'
import { createWasmKernel, isWasmBeta, type KernelExports } from '@core/kernels/wasm-kernel'
import type { AnalyseJob, Job, JobResult } from '@core/separation/jobs'
import { arenaBytes } from '@core/separation/nmf-arena'
import { createNmfMachine } from '@core/separation/nmf-machine'
import type { KernelFactory } from '@core/separation/phase-kernels'
import type { ChunkMachine, NmfdProblem, NmfOutcome, NmfProblem } from '@core/separation/nmf-problem'
import { startNmf } from '@core/separation/nmf-start'
import { nmfValues, nmfValuesEnd, readColumns, type ValuesShape } from '@core/separation/nmf-values'
import { createNmfdMachine } from '@core/separation/nmfd'
import { nmfdArenaBytes } from '@core/separation/nmfd-arena'
import { startNmfd } from '@core/separation/nmfd-start'
import { openSamples } from '../files/samples/sample-store'
import { analysedShape, analysisPhases } from './analysis-phases'
import {
  controlSlotCount,
  controlSlots,
  type JobMessage,
  type NmfThreadData,
  type NmfThreadMessage
} from './nmf-thread-protocol'
import { runPhases, type Phases } from './phase-loop'
import { createMemory, currentBuffer, growMemory, receiveMemory, shareMemory } from './thread-memory'

/*
 * One of several equal threads: does its part of each job that it is told of. The first one also lays the job out in the memory
 * before, and brings the result after.
 */

const { samples, layout, kernel, memoryPorts, control: controlBuffer, threadCount, index } = workerData as NmfThreadData
const control = new Int32Array(controlBuffer, 0, controlSlotCount)
const source = openSamples(samples)
const memory = index === 0 ? shareMemory(createMemory(), memoryPorts) : await receiveMemory(memoryPorts[0]!)
const instance = new WebAssembly.Instance(kernel.module, { env: { memory } })
/** of the spectrogram that was analysed last */
let shape: ValuesShape = { binCount: 0, columnCount: 0, channelCount: 1 }

const createKernel: KernelFactory = (buffer, arrays, kernelShape) =>
  isWasmBeta(kernelShape.beta)
    ? createWasmKernel(instance.exports as unknown as KernelExports, arrays, kernelShape, kernel.build)
    : createReferenceKernel(buffer, arrays, kernelShape)

parentPort!.on('message', ({ job }: JobMessage) => {
  try {
    const result = runJob(job)
    post({ type: 'ended', result: index === 0 ? result : null })
  } catch (error) {
    post({ type: 'failed', error: AppError.from(error).toData() })
  }
})

function runJob(job: Job): JobResult {
  switch (job.kind) {
    case 'analyse':
      return analyse(job)
    case 'read-columns':
      return index === 0 ? readColumns(nmfValues(shape, currentBuffer(memory)), job.columns) : null
    case 'factorize':
      return factorize(job.problem)
    case 'convolve':
      return convolve(job.problem)
    case 'pause':
      return null
  }
}

function analyse(job: AnalyseJob): null {
  shape = analysedShape(job, layout, source.channelCount)
  const buffer = prepare(nmfValuesEnd(shape), () => {})
  const phase = control.subarray(controlSlots.analysisPhase)
  run(analysisPhases({ job, source, layout, values: nmfValues(shape, buffer), phase }))
  return null
}

function factorize(problem: NmfProblem): NmfOutcome | null {
  const buffer = prepare(arenaBytes(problem, threadCount), (memoryBuffer) => startNmf(problem, memoryBuffer))
  return outcomeOf(createNmfMachine({ problem, buffer, threadIndex: index, createKernel }))
}

function convolve(problem: NmfdProblem): NmfOutcome | null {
  const buffer = prepare(nmfdArenaBytes(problem, threadCount), (memoryBuffer) => startNmfd(problem, memoryBuffer))
  return outcomeOf(createNmfdMachine({ problem, buffer, threadIndex: index, createKernel }))
}

function outcomeOf(machine: ChunkMachine): NmfOutcome | null {
  run(machine)
  // a stop that came when all was done changes nothing
  return index === 0 ? machine.outcome(!machine.isDone) : null
}

function run(phases: Phases): void {
  runPhases(phases, {
    control: controlBuffer,
    threadCount,
    onStanding: (standing) => post({ type: 'standing', standing })
  })
}

/** The first thread makes room and lays the job out; the others wait until it has. */
function prepare(byteLength: number, layOut: (buffer: ArrayBufferLike) => void): ArrayBufferLike {
  if (index === 0) {
    growMemory(memory, byteLength)
    layOut(memory.buffer)
    Atomics.store(control, controlSlots.prepared, 1)
    Atomics.notify(control, controlSlots.prepared)
  } else {
    while (Atomics.load(control, controlSlots.prepared) === 0) Atomics.wait(control, controlSlots.prepared, 0)
  }
  return currentBuffer(memory)
}

/** Matrices go without being copied once more. */
function post(message: NmfThreadMessage): void {
  const result = message.type === 'ended' ? message.result : null
  const factors =
    message.type === 'standing' ? message.standing.factors : result && 'factors' in result ? result.factors : null
  const matrices = result instanceof Float32Array ? [result] : factors ? [factors.W, factors.H] : []
  parentPort!.postMessage(
    message,
    matrices.map((matrix) => matrix.buffer as ArrayBuffer)
  )
}
