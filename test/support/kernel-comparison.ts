import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tileColumns, type KernelArrays, type NmfKernel } from '@core/kernels/nmf-kernel'
import { createReferenceKernel } from '@core/kernels/reference-kernel'
import { createWasmKernel, wasmBuilds, type KernelExports, type WasmBuild } from '@core/kernels/wasm-kernel'
import { fill, layOut, type KernelMemory, type KernelProblem } from './kernel-memory'

/** How far a kernel came from the reference in one array, or in a divergence, on the way through its whole interface. */
export interface KernelDifference {
  readonly what: string
  /** of the tolerance: below 1 it is met */
  readonly share: number
}

/** Of any value: for two hundred thousand products in single precision that are added up in another order. */
const valueTolerance = 2e-5
/** Of a divergence, relative to the first one: one near 0 has no digits to compare. */
const divergenceTolerance = 1e-6

/** Reads a build from the folder of the kernels; null: this machine's WebAssembly does not know its instructions. */
export async function loadKernel(folder: string, build: WasmBuild): Promise<WebAssembly.Module | null> {
  const bytes = await readFile(join(folder, wasmBuilds.find((each) => each.build === build)!.fileName))
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : null
}

export function wasmKernel(module: WebAssembly.Module, build: WasmBuild, laidOut: KernelMemory): NmfKernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: laidOut.memory } })
  return createWasmKernel(exports as unknown as KernelExports, laidOut.arrays, laidOut.shape, build)
}

/** Does the same with a build and with the reference, in memories of their own, and compares what they hold after each step. */
export function compareWithReference(
  module: WebAssembly.Module,
  build: WasmBuild,
  problem: KernelProblem,
  exponent: number
): KernelDifference[] {
  const [tested, reference] = [layOut(problem), layOut(problem)]
  for (const laidOut of [tested, reference]) fill(laidOut, problem)
  const testedKernel = wasmKernel(module, build, tested)
  const referenceKernel = createReferenceKernel(reference.memory.buffer, reference.arrays, reference.shape)
  const differences: KernelDifference[] = []
  let scale = 0
  for (const [name, step] of steps(tested.columns, problem.slotCount, exponent)) {
    const [cost, expected] = [step(testedKernel), step(referenceKernel)]
    scale ||= expected
    if (cost !== expected) {
      const share = Math.abs(cost - expected) / scale / divergenceTolerance
      differences.push({ what: `${name}: divergence`, share })
    }
    for (const array of comparedArrays) {
      const share = largestDifference(array, tested, reference) / valueTolerance
      if (share > 0) differences.push({ what: `${name}: ${array}`, share })
    }
  }
  return differences
}

type Step = readonly [name: string, act: (kernel: NmfKernel) => number]

function steps(columns: number, slotCount: number, exponent: number): Step[] {
  const all = { first: 0, end: columns, heightUpdates: 1, exponent, measures: false, slot: null }
  const middle = Math.ceil(columns / 2 / tileColumns) * tileColumns
  const silent = (act: (kernel: NmfKernel) => void) => (kernel: NmfKernel) => {
    act(kernel)
    return 0
  }
  const clear = silent((kernel) => {
    for (let slot = 0; slot < slotCount; slot++) kernel.clearSlot(slot)
  })
  return [
    ['measure', (kernel) => kernel.sweep({ ...all, mode: 'measure', measures: true })],
    ['prepare', silent((kernel) => kernel.prepare())],
    ['project', (kernel) => kernel.sweep({ ...all, mode: 'project', measures: true })],
    ['clear', clear],
    ['accumulate', (kernel) => kernel.sweep({ ...all, mode: 'accumulate', slot: 1, measures: true })],
    ['update of H', (kernel) => kernel.sweep({ ...all, mode: 'update', heightUpdates: 2 })],
    ['clear again', clear],
    ['update, first half', (kernel) => kernel.sweep({ ...all, mode: 'update', end: middle, slot: 0, measures: true })],
    ['update, second half', (kernel) => kernel.sweep({ ...all, mode: 'update', first: middle, slot: slotCount - 1 })],
    ['accumulate once more', (kernel) => kernel.sweep({ ...all, mode: 'accumulate', end: tileColumns, slot: 1 })],
    ['reduce', silent((kernel) => kernel.reduceSlots(slotCount))],
    ['update of W', silent((kernel) => kernel.updateTemplates({ exponent }))],
    ['measure at the end', (kernel) => kernel.sweep({ ...all, mode: 'measure', measures: true })]
  ]
}

const comparedArrays = [
  'W',
  'H',
  'numerators',
  'denominators',
  'heightDenominators',
  'projections',
  'projectedDenominators'
] as const satisfies (keyof KernelArrays)[]

function largestDifference(array: keyof KernelArrays, tested: KernelMemory, reference: KernelMemory): number {
  const next = Math.min(
    ...Object.values(reference.arrays).filter((offset) => offset > reference.arrays[array]),
    reference.arrays.scratch
  )
  const first = reference.arrays[array]
  const count = (next - first) / 4
  const actual = new Float32Array(tested.memory.buffer, first, count)
  const expected = new Float32Array(reference.memory.buffer, first, count)
  let largest = 0
  for (let i = 0; i < count; i++) largest = Math.max(largest, relative(actual[i]!, expected[i]!))
  return largest
}

/** Infinite unless 0 is matched by 0. NaN is equal to nothing. */
function relative(actual: number, expected: number): number {
  if (actual === expected) return 0
  const difference = Math.abs(actual - expected) / Math.abs(expected)
  return Number.isNaN(difference) ? Infinity : difference
}
