import { wasmBuilds } from '@core/kernels/wasm-kernel'
import { kernelCases } from './kernel-cases'
import { compareWithReference, loadKernel } from './kernel-comparison'

/** Runs in an Electron utility process: compares each build with the reference and posts what came out. */
export interface BuildComparison {
  readonly build: string
  readonly isValid: boolean
  readonly cases: readonly { readonly name: string; readonly largestShare: number }[]
}

const comparisons: BuildComparison[] = []
for (const { build } of wasmBuilds) {
  const module = await loadKernel(process.argv[2]!, build)
  const cases =
    module === null
      ? []
      : kernelCases.map(({ name, problem, exponent }) => ({
          name,
          largestShare: Math.max(...compareWithReference(module, build, problem, exponent).map(({ share }) => share))
        }))
  comparisons.push({ build, isValid: module !== null, cases })
}
process.parentPort.postMessage(comparisons)
