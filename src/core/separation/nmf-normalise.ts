import type { ColumnRange } from '../kernels/nmf-kernel'
import { power } from '../kernels/divergence'
import type { NmfArena } from './nmf-arena'
import type { NmfValues } from './nmf-values'

/** For β < 1 the divergence of a 0 has no bound: values of V below this share of their mean (−120 dB) count as this. */
const valueFloor = 1e-6

/** Σ λ·V^β of some columns, for β < 1 after V was lifted to the floor; for Σ V nothing needs to be read again. */
export function normaliseColumns(values: NmfValues, { shape, weights }: NmfArena, columns: ColumnRange): number {
  const { V, paddedBins } = values
  const { binCount, columnCount, channelCount } = values.shape
  const { beta } = shape
  if (beta === 1 && weights.length === 0) return sumOfColumns(values, columns)
  let sum = 0
  const end = Math.min(columns.end, columnCount) * channelCount
  for (let column = columns.first * channelCount; column < end; column++) {
    for (let i = column * paddedBins; i < column * paddedBins + binCount; i++) {
      if (beta < 1 && V[i] < valueFloor) V[i] = valueFloor
      sum += weights.length > 0 ? weights[i] * power(V[i], beta) : power(V[i], beta)
    }
  }
  return sum
}

function sumOfColumns({ columnSums, scale }: NmfValues, columns: ColumnRange): number {
  return columnSums.subarray(columns.first, columns.end).reduce((total, sum) => total + sum, 0) * scale[0]
}
