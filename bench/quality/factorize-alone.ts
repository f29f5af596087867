import type { RecordedSamples } from '@core/audio/sample-source'
import { createWasmKernel, type KernelExports } from '@core/kernels/wasm-kernel'
import type { JobResult, PlannedJob } from '@core/separation/jobs'
import { runPlan, type KernelMemory } from '@core/separation/run-plan'
import type { StftLayout } from '@core/spectral/stft-layout'
import { loadKernel } from '../../src/main/engine/kernel-file'
import { createMemory, growMemory } from '../../src/main/engine/thread-memory'

/** Runs plans on this thread alone, with the app's kernel. */
export async function createPlanRunner(): Promise<
  <R>(plan: Generator<PlannedJob, R, JobResult>, source: RecordedSamples, layout: StftLayout) => R
> {
  const { build, module } = await loadKernel()
  const memory = createMemory()
  const instance = new WebAssembly.Instance(module, { env: { memory } })
  const kernelMemory: KernelMemory = {
    allocate(byteLength) {
      growMemory(memory, byteLength)
      return memory.buffer
    },
    createKernel: (_, arrays, shape) =>
      createWasmKernel(instance.exports as unknown as KernelExports, arrays, shape, build)
  }
  return (plan, source, layout) => {
    const steps = runPlan(plan, { source, layout, memory: kernelMemory })
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value
  }
}
