import { AppError } from '../errors'
import { blockRows, smallestMagnitude, tileColumns } from '../kernels/nmf-kernel'
import type { NmfProblem } from './nmf-problem'

/*
 * The spectrogram lies first in the memory, at a place that depends on its shape alone: it stays while problems on it change.
 * Threads write columns, one thread then decides the scale, and threads scale columns.
 */

/** What lies before it is the WebAssembly module's. */
export const moduleBytes = 1024

export type ValuesShape = Pick<NmfProblem, 'binCount' | 'columnCount' | 'channelCount'>

/** V in the kernels' layout, with its level. */
export interface NmfValues {
  readonly shape: ValuesShape
  /** a channel's bins rounded up to blocks */
  readonly paddedBins: number
  /** `[n * rows + channel * paddedBins + f]`; mean 1 once it is scaled */
  readonly V: Float32Array
  /** Σ of each column as it was written */
  readonly columnSums: Float64Array
  /** [0] what V was multiplied by; 1 for silence */
  readonly scale: Float64Array
}

export function shapeOfValues({ binCount, columnCount, channelCount }: ValuesShape) {
  const paddedBins = Math.ceil(binCount / blockRows) * blockRows
  const paddedColumns = Math.ceil(columnCount / tileColumns) * tileColumns
  const offset = moduleBytes + 64 + 8 * paddedColumns
  return { paddedBins, paddedColumns, rows: channelCount * paddedBins, offset }
}

/** Where the memory of the spectrogram ends, a multiple of 64. */
export function nmfValuesEnd(shape: ValuesShape): number {
  const { rows, paddedColumns, offset } = shapeOfValues(shape)
  return offset + 4 * rows * paddedColumns
}

/** Views of the memory, which is zero at the start wherever nothing is written. */
export function nmfValues(shape: ValuesShape, buffer: ArrayBufferLike): NmfValues {
  const { paddedBins, paddedColumns, rows, offset } = shapeOfValues(shape)
  return {
    shape,
    paddedBins,
    V: new Float32Array(buffer, offset, rows * paddedColumns),
    columnSums: new Float64Array(buffer, moduleBytes + 64, shape.columnCount),
    scale: new Float64Array(buffer, moduleBytes, 1)
  }
}

/**
 * Writes columns [first, first + count) as they were measured.
 *
 * @param magnitudes `[(i * channelCount + channel) * binCount + f]` for column first + i
 * @throws AppError 'negative-value', 'invalid-argument' when a magnitude is not finite
 */
export function writeColumns(values: NmfValues, first: number, count: number, magnitudes: Float32Array): void {
  const { V, paddedBins, columnSums } = values
  const { binCount, channelCount } = values.shape
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let channel = 0; channel < channelCount; channel++) {
      const from = (i * channelCount + channel) * binCount
      const to = ((first + i) * channelCount + channel) * paddedBins
      for (let f = 0; f < binCount; f++) {
        const magnitude = magnitudes[from + f]
        if (!(magnitude >= 0 && magnitude < Infinity)) throw invalidMagnitude(magnitude)
        sum += V[to + f] = magnitude
      }
      V.fill(0, to + binCount, to + paddedBins)
    }
    columnSums[first + i] = sum
  }
}

function invalidMagnitude(value: number): AppError {
  const code = value < 0 && value > -Infinity ? 'negative-value' : 'invalid-argument'
  return new AppError(code, `a magnitude is ${value}`, { value: String(value) })
}

/** Decides the scale that makes the mean 1, and clears what is left of the last tile. By one thread when all is written. */
export function decideScale(values: NmfValues): void {
  const { binCount, columnCount, channelCount } = values.shape
  const sum = values.columnSums.reduce((total, columnSum) => total + columnSum, 0)
  values.scale[0] = sum > 0 ? (binCount * columnCount * channelCount) / sum : 1
  values.V.fill(0, columnCount * channelCount * values.paddedBins)
}

/** Scales columns [first, first + count), once the scale is decided. */
export function scaleColumns(values: NmfValues, first: number, count: number): void {
  const { V, paddedBins } = values
  const rows = values.shape.channelCount * paddedBins
  const scale = values.scale[0]
  for (let i = first * rows; i < (first + count) * rows; i++) {
    const magnitude = V[i] * scale
    V[i] = magnitude < smallestMagnitude ? 0 : magnitude
  }
}

/** Columns by their place, at the level of the recording, in the layout that `writeColumns` takes. */
export function readColumns(values: NmfValues, columns: readonly number[]): Float32Array {
  const { V, paddedBins } = values
  const { binCount, channelCount } = values.shape
  const level = 1 / values.scale[0]
  const magnitudes = new Float32Array(columns.length * channelCount * binCount)
  columns.forEach((column, i) => {
    for (let channel = 0; channel < channelCount; channel++) {
      const from = (column * channelCount + channel) * paddedBins
      const to = (i * channelCount + channel) * binCount
      for (let f = 0; f < binCount; f++) magnitudes[to + f] = V[from + f] * level
    }
  })
  return magnitudes
}

/** Writes and scales a whole spectrogram; see writeColumns. */
export function loadValues(values: NmfValues, magnitudes: Float32Array): void {
  const { columnCount } = values.shape
  writeColumns(values, 0, columnCount, magnitudes)
  decideScale(values)
  scaleColumns(values, 0, columnCount)
}
