import type { KernelArrays, KernelShape, NmfKernel } from '../kernels/nmf-kernel'
import type { NmfArena } from './nmf-arena'
import type { NmfState } from './nmf-state'

export type KernelFactory = (buffer: ArrayBufferLike, arrays: KernelArrays, shape: KernelShape) => NmfKernel

/**
 * Gives a thread's kernel of the arrays that the present phase is about. An instance serves one kernel at a time: it is made anew
 * whenever they are others.
 */
export function createPhaseKernels(options: {
  buffer: ArrayBufferLike
  arena: NmfArena
  state: NmfState
  createKernel: KernelFactory
}): () => NmfKernel {
  const { buffer, arena, state, createKernel } = options
  let owner: Pick<NmfArena, 'arrays' | 'shape'> | null = null
  let kernel: NmfKernel | null = null
  return () => {
    const wanted = state.phase === 'coarse' ? arena.coarse[state.coarseStage] : arena
    if (kernel === null || owner !== wanted) kernel = createKernel(buffer, wanted.arrays, wanted.shape)
    owner = wanted
    return kernel
  }
}
