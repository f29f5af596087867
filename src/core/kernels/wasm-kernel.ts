import type { KernelArrays, KernelShape, NmfKernel, SweepOptions } from './nmf-kernel'

export type WasmBuild = 'relaxed-fma' | 'mul-add'

/**
 * The WebAssembly builds, the faster one first: take the first that WebAssembly.validate accepts. Each imports its memory as
 * `{ env: { memory } }`, which must be shared, and uses none of it but the arrays that it is given.
 */
export const wasmBuilds: readonly { readonly build: WasmBuild; readonly fileName: string }[] = [
  { build: 'relaxed-fma', fileName: 'relaxed-fma.wasm' },
  { build: 'mul-add', fileName: 'mul-add.wasm' }
]

/** The β that the WebAssembly builds know; the reference kernel knows all. */
export function isWasmBeta(beta: number): boolean {
  return beta === 0 || beta === 1 || beta === 2
}

/** What an instance exports: where its arrays are, to be set first, and the functions that work on them. */
export type KernelExports = Readonly<Record<keyof KernelArrays | 'rows' | 'paddedRank' | 'beta', { value: number }>> & {
  prepare(): void
  clearSlot(slot: number): void
  reduceSlots(slotCount: number): void
  updateTemplates(exponent: number): void
  /** slot −1: no sums for W */
  update(first: number, end: number, slot: number, heightUpdates: number, exponent: number, measures: boolean): number
  project(first: number, end: number, measures: boolean): number
  accumulateColumns(first: number, end: number, slot: number, measures: boolean): number
  measure(first: number, end: number): number
}

/**
 * The kernel of an instance whose memory the arrays lie in. One instance serves one kernel at a time: the kernel that is made
 * last has it.
 *
 * @throws RangeError for a β that isWasmBeta does not accept
 */
export function createWasmKernel(
  exports: KernelExports,
  arrays: KernelArrays,
  shape: KernelShape,
  build: WasmBuild
): NmfKernel {
  if (!isWasmBeta(shape.beta)) throw new RangeError(`β = ${shape.beta} has no WebAssembly kernel`)
  for (const name of Object.keys(arrays) as (keyof KernelArrays)[]) exports[name].value = arrays[name]
  exports.weights.value = shape.hasWeights ? arrays.weights : 0
  exports.rows.value = shape.rows
  exports.paddedRank.value = shape.paddedRank
  exports.beta.value = shape.beta
  return {
    build,
    prepare: () => exports.prepare(),
    clearSlot: (slot) => exports.clearSlot(slot),
    sweep: (options) => sweep(exports, options),
    reduceSlots: (slotCount) => exports.reduceSlots(slotCount),
    updateTemplates: ({ exponent }) => exports.updateTemplates(exponent)
  }
}

function sweep(exports: KernelExports, options: SweepOptions): number {
  const { first, end, measures } = options
  const slot = options.slot ?? -1
  switch (options.mode) {
    case 'update':
      return exports.update(first, end, slot, options.heightUpdates, options.exponent, measures)
    case 'project':
      return exports.project(first, end, measures)
    case 'accumulate':
      return slot < 0 ? 0 : exports.accumulateColumns(first, end, slot, measures)
    case 'measure':
      return exports.measure(first, end)
  }
}
