import { tileColumns, type SweepOptions } from '../kernels/nmf-kernel'
import type { NmfContext } from './nmf-context'
import { freshHeightUpdates, gentlePasses, sampleChunkCount, sampleLevels } from './nmf-schedule'

/** Which tiles the present iteration is about. */
export interface Sample {
  /** of so many tiles one; the first of them is in every sample */
  readonly stride: number
  /** the stride of the level before, whose tiles are among these; null in the first level */
  readonly formerStride: number | null
  /** passes over the sample in this level before the present one */
  readonly passesBefore: number
}

/** The sample of an iteration of the sampled start. At a stride of m an iteration is m passes over the sample. */
export function sampleAt(iteration: number, passOfIteration: number): Sample {
  let first = 0
  let formerStride: number | null = null
  for (const { stride, iterations } of sampleLevels) {
    if (iteration < first + iterations) {
      return { stride, formerStride, passesBefore: (iteration - first) * stride + passOfIteration }
    }
    first += iterations
    formerStride = stride
  }
  return { stride: 1, formerStride, passesBefore: 0 }
}

/** Exponent of the ratios in the present pass: tiles that have just joined are followed by classical updates first. */
export function sampleExponent({ schedule, state }: NmfContext): number {
  const { passesBefore } = sampleAt(state.iteration, state.samplePass)
  return passesBefore < gentlePasses ? schedule.classicalExponent : schedule.exponent
}

/** Updates H of one chunk of the sample and adds up the sums for W; tiles that have just joined catch up first. */
export function runSampleChunk(context: NmfContext, chunk: number): void {
  const { problem, state, kernel } = context
  const { stride, formerStride, passesBefore } = sampleAt(state.iteration, state.samplePass)
  const tileCount = Math.ceil(problem.columnCount / tileColumns)
  const count = Math.ceil(tileCount / stride)
  const sweep: Omit<SweepOptions, 'first' | 'end'> = {
    mode: 'update',
    slot: chunk,
    heightUpdates: 1,
    exponent: sampleExponent(context),
    measures: false
  }
  kernel.clearSlot(chunk)
  const end = Math.floor(((chunk + 1) * count) / sampleChunkCount)
  for (let index = Math.floor((chunk * count) / sampleChunkCount); index < end; index++) {
    const tile = index * stride
    const joins = passesBefore === 0 && formerStride !== null && tile % formerStride !== 0
    const first = tile * tileColumns
    const heightUpdates = joins ? freshHeightUpdates : 1
    kernel.sweep({ ...sweep, heightUpdates, first, end: first + tileColumns })
  }
}
