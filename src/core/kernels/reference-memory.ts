import { blockRows, modelFloor, type KernelArrays, type KernelShape } from './nmf-kernel'

/** The arrays of a kernel as plain numbers, and the products with templates in their packed layout. */
export class ReferenceMemory {
  readonly floats: Float32Array
  /** where the arrays begin in `floats` */
  readonly at: KernelArrays
  readonly freeHeights: Int32Array
  readonly freeTemplates: Int32Array
  /** of each row, the place of its first component in arrays like W; the others follow in steps of blockRows */
  readonly rowStarts: Int32Array

  constructor(
    buffer: ArrayBufferLike,
    arrays: KernelArrays,
    readonly shape: KernelShape
  ) {
    const { rows, paddedRank } = shape
    this.floats = new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4))
    this.at = floatOffsets(arrays)
    this.freeHeights = new Int32Array(buffer, arrays.freeHeights, paddedRank)
    this.freeTemplates = new Int32Array(buffer, arrays.freeTemplates, paddedRank)
    this.rowStarts = Int32Array.from(
      { length: rows },
      (_, f) => Math.floor(f / blockRows) * paddedRank * blockRows + (f % blockRows)
    )
  }

  numeratorsOf(slot: number): number {
    return this.at.numerators + slot * this.at.numeratorStride
  }

  denominatorsOf(slot: number): number {
    return this.at.denominators + slot * this.at.denominatorStride
  }

  magnitudesOf(n: number): Float32Array {
    const first = this.at.V + n * this.shape.rows
    return this.floats.subarray(first, first + this.shape.rows)
  }

  heightsOf(n: number): Float32Array {
    const first = this.at.H + n * this.shape.paddedRank
    return this.floats.subarray(first, first + this.shape.paddedRank)
  }

  weight(n: number, f: number): number {
    return this.shape.hasWeights ? this.floats[this.at.weights + n * this.shape.rows + f] : 1
  }

  /** floor + W·h */
  computeModel(n: number, model: Float64Array): void {
    const { floats, rowStarts } = this
    model.fill(modelFloor)
    this.heightsOf(n).forEach((height, k) => {
      const start = this.at.W + k * blockRows
      for (let f = 0; f < model.length; f++) model[f] += floats[start + rowStarts[f]] * height
    })
  }

  /** Σ_f w_k·x */
  multiplyTemplate(k: number, x: Float64Array): number {
    const { floats, rowStarts } = this
    const start = this.at.W + k * blockRows
    let sum = 0
    for (let f = 0; f < x.length; f++) sum += floats[start + rowStarts[f]] * x[f]
    return sum
  }

  /** Adds height·x to component k of an array like W. */
  addMultiple(array: number, k: number, height: number, x: Float64Array): void {
    const { floats, rowStarts } = this
    const start = array + k * blockRows
    for (let f = 0; f < x.length; f++) floats[start + rowStarts[f]] += x[f] * height
  }

  readTemplate(k: number, x: Float64Array): void {
    for (let f = 0; f < x.length; f++) x[f] = this.floats[this.at.W + this.rowStarts[f] + k * blockRows]
  }
}

function floatOffsets(arrays: KernelArrays): KernelArrays {
  const offsets: Record<keyof KernelArrays, number> = { ...arrays }
  for (const name of Object.keys(arrays) as (keyof KernelArrays)[]) offsets[name] = arrays[name] / 4
  return offsets
}
