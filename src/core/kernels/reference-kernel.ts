import { betaDivergence, power } from './divergence'
import {
  blockRows,
  denominatorForm,
  factorFloor,
  modelFloor,
  smallestDenominator,
  type DenominatorForm,
  type KernelArrays,
  type KernelShape,
  type NmfKernel,
  type SweepOptions,
  type TemplateUpdate
} from './nmf-kernel'
import { ReferenceMemory } from './reference-memory'

/**
 * The kernel in plain words, for any β from 0 to 2: what the WebAssembly builds are compared with, and what runs where they do
 * not know the β. Arithmetic in double, storage in single precision.
 *
 * @see Févotte & Idier 2011, Neural Computation 23(9)
 */
export function createReferenceKernel(buffer: ArrayBufferLike, arrays: KernelArrays, shape: KernelShape): NmfKernel {
  return new ReferenceKernel(buffer, arrays, shape)
}

class ReferenceKernel implements NmfKernel {
  readonly build = 'reference'
  readonly #memory: ReferenceMemory
  readonly #shape: KernelShape
  readonly #form: DenominatorForm

  // Of one column: V, its model, the two parts of the divergence's slope, and their products with Wᵀ.
  readonly #magnitudes: Float64Array
  readonly #model: Float64Array
  readonly #rising: Float64Array
  readonly #falling: Float64Array
  readonly #numerators: Float64Array
  readonly #denominators: Float64Array

  constructor(buffer: ArrayBufferLike, arrays: KernelArrays, shape: KernelShape) {
    const { rows, paddedRank } = shape
    this.#memory = new ReferenceMemory(buffer, arrays, shape)
    this.#shape = shape
    this.#form = denominatorForm(shape.beta, shape.hasWeights)
    this.#magnitudes = new Float64Array(rows)
    this.#model = new Float64Array(rows)
    this.#rising = new Float64Array(rows)
    this.#falling = new Float64Array(rows)
    this.#numerators = new Float64Array(paddedRank)
    this.#denominators = new Float64Array(paddedRank)
  }

  prepare(): void {
    if (this.#form === 'full') return
    const { rows, paddedRank } = this.#shape
    const { floats, at } = this.#memory
    const other = new Float64Array(rows)
    for (let k = 0; k < paddedRank; k++) {
      if (this.#form === 'sums') floats[at.heightDenominators + k] = this.#memory.multiplyTemplate(k, other.fill(1))
      else {
        this.#memory.readTemplate(k, other)
        const first = at.heightDenominators + k * paddedRank
        for (let j = 0; j < paddedRank; j++) floats[first + j] = this.#memory.multiplyTemplate(j, other)
      }
    }
  }

  clearSlot(slot: number): void {
    const [numerators, denominators] = [this.#memory.numeratorsOf(slot), this.#memory.denominatorsOf(slot)]
    this.#memory.floats.fill(0, numerators, numerators + this.#numeratorCount())
    this.#memory.floats.fill(0, denominators, denominators + this.#denominatorCount())
  }

  sweep(options: SweepOptions): number {
    const { mode, slot } = options
    const measures = options.measures || mode === 'measure'
    let divergence = 0
    for (let n = options.first; n < options.end; n++) {
      this.#magnitudes.set(this.#memory.magnitudesOf(n))
      if (measures) divergence += this.#measureColumn(n)
      if (mode === 'update') {
        for (let i = 0; i < options.heightUpdates; i++) this.#updateHeights(n, options.exponent)
      }
      if (mode === 'project') this.#projectColumn(n)
      if (slot !== null && (mode === 'accumulate' || mode === 'update')) this.#accumulateColumn(n, slot)
    }
    return divergence
  }

  reduceSlots(slotCount: number): void {
    const { floats, at } = this.#memory
    for (let slot = 1; slot < slotCount; slot++) {
      const [numerators, denominators] = [this.#memory.numeratorsOf(slot), this.#memory.denominatorsOf(slot)]
      for (let i = 0; i < this.#numeratorCount(); i++) floats[at.numerators + i] += floats[numerators + i]
      for (let i = 0; i < this.#denominatorCount(); i++) floats[at.denominators + i] += floats[denominators + i]
    }
  }

  updateTemplates({ exponent }: TemplateUpdate): void {
    const { floats, at, rowStarts, freeTemplates } = this.#memory
    const row = new Float64Array(this.#shape.paddedRank)
    for (const start of rowStarts) {
      for (let k = 0; k < row.length; k++) row[k] = floats[at.W + start + k * blockRows]
      for (let k = 0; k < row.length; k++) {
        if (freeTemplates[k] === 0) continue
        const place = start + k * blockRows
        const denominator = this.#templateDenominator(place, k, row)
        floats[at.W + place] = updated(row[k], floats[at.numerators + place], denominator, exponent)
      }
    }
  }

  #templateDenominator(place: number, k: number, row: Float64Array): number {
    const { floats, at } = this.#memory
    switch (this.#form) {
      case 'sums':
        return floats[at.denominators + k]
      case 'gram':
        return row.reduce((sum, w, j) => sum + w * floats[at.denominators + k * row.length + j], 0)
      case 'full':
        return floats[at.denominators + place]
    }
  }

  /** Σ_f λ·d_β(v|m), but for padding: v = 0 where the model is nothing but its floor. */
  #measureColumn(n: number): number {
    const { rows, beta } = this.#shape
    this.#memory.computeModel(n, this.#model)
    let sum = 0
    for (let f = 0; f < rows; f++) {
      if (this.#magnitudes[f] === 0 && (beta === 0 || this.#model[f] === modelFloor)) continue
      const divergence = betaDivergence({ x: this.#magnitudes, y: this.#model, first: f, count: 1, beta })
      sum += this.#memory.weight(n, f) * divergence
    }
    return sum
  }

  #updateHeights(n: number, exponent: number): void {
    this.#multiplyTransposed(n)
    const heights = this.#memory.heightsOf(n)
    const before = Float64Array.from(heights)
    for (let k = 0; k < heights.length; k++) {
      if (this.#memory.freeHeights[k] === 0) continue
      heights[k] = updated(before[k], this.#numerators[k], this.#heightDenominator(k, before), exponent)
    }
  }

  #heightDenominator(k: number, heights: Float64Array): number {
    const { floats, at } = this.#memory
    switch (this.#form) {
      case 'sums':
        return floats[at.heightDenominators + k]
      case 'gram':
        return heights.reduce((sum, h, j) => sum + h * floats[at.heightDenominators + k * heights.length + j], 0)
      case 'full':
        return this.#denominators[k]
    }
  }

  #projectColumn(n: number): void {
    this.#multiplyTransposed(n)
    const { floats, at } = this.#memory
    const offset = n * this.#shape.paddedRank
    floats.set(this.#numerators, at.projections + offset)
    if (this.#form === 'full') floats.set(this.#denominators, at.projectedDenominators + offset)
  }

  #accumulateColumn(n: number, slot: number): void {
    this.#computeSlopes(n)
    const { floats } = this.#memory
    const [numerators, denominators] = [this.#memory.numeratorsOf(slot), this.#memory.denominatorsOf(slot)]
    const heights = this.#memory.heightsOf(n)
    for (let k = 0; k < heights.length; k++) {
      this.#memory.addMultiple(numerators, k, heights[k], this.#rising)
      if (this.#form === 'sums') floats[denominators + k] += heights[k]
      if (this.#form === 'full') this.#memory.addMultiple(denominators, k, heights[k], this.#falling)
      if (this.#form !== 'gram') continue
      const first = denominators + k * heights.length
      for (let j = 0; j < heights.length; j++) floats[first + j] += heights[k] * heights[j]
    }
  }

  /** Numerators, and denominators if they are 'full', of the update of a column's heights. */
  #multiplyTransposed(n: number): void {
    this.#computeSlopes(n)
    for (let k = 0; k < this.#shape.paddedRank; k++) {
      this.#numerators[k] = this.#memory.multiplyTemplate(k, this.#rising)
      if (this.#form === 'full') this.#denominators[k] = this.#memory.multiplyTemplate(k, this.#falling)
    }
  }

  /** The negative and the positive part of the divergence's slope by the model: λ·v·m^(β−2) and λ·m^(β−1). */
  #computeSlopes(n: number): void {
    const { rows, beta } = this.#shape
    if (this.#form === 'gram') {
      this.#rising.set(this.#magnitudes)
      return
    }
    this.#memory.computeModel(n, this.#model)
    for (let f = 0; f < rows; f++) {
      const falling = this.#memory.weight(n, f) * power(this.#model[f], beta - 1)
      this.#falling[f] = falling
      this.#rising[f] = (this.#magnitudes[f] * falling) / this.#model[f]
    }
  }

  #numeratorCount(): number {
    return this.#shape.rows * this.#shape.paddedRank
  }

  #denominatorCount(): number {
    const { paddedRank } = this.#shape
    return { sums: paddedRank, gram: paddedRank ** 2, full: this.#numeratorCount() }[this.#form]
  }
}

/** 0 is padding and stays. */
function updated(factor: number, numerator: number, denominator: number, exponent: number): number {
  if (factor === 0) return 0
  return Math.max(factorFloor, factor * power(numerator / Math.max(smallestDenominator, denominator), exponent))
}
