import { Fft } from './fft'

const transformSamples = 16384

/**
 * Correlations with delayed references, c_xy(τ) = Σ_t x(t)·y(t − τ) for 0 ≤ τ < delayCount, of signals that come block by block and
 * need not fit into memory: Σ over blocks of conj(X)·Y, Y holding delayCount − 1 samples more before the block.
 */
export class DelayCorrelation {
  readonly #fft = new Fft(transformSamples)
  readonly #signal = new Float64Array(2 * transformSamples)
  readonly #spectrum = new Float64Array(2 * transformSamples)
  /** per reference the last samples of the block before */
  readonly #history: readonly Float64Array[]
  /** of the present block: conj(X) of each signal, Y of each reference; bins 0 … half, interleaved */
  readonly #blocks: readonly Float64Array[]
  readonly #references: readonly Float64Array[]
  /** `[signal][reference]` */
  readonly #sums: readonly (readonly Float64Array[])[]

  /** How many samples of every signal `push` takes at most. */
  static blockSamples(delayCount: number): number {
    return transformSamples - (delayCount - 1)
  }

  /**
   * @param signalCount    how many signals x there are, of which the first are the references y
   * @param referenceCount how many
   */
  constructor(
    signalCount: number,
    readonly referenceCount: number,
    readonly delayCount: number
  ) {
    const halfSpectrum = () => new Float64Array(transformSamples + 2)
    this.#history = Array.from({ length: referenceCount }, () => new Float64Array(delayCount - 1))
    this.#blocks = Array.from({ length: signalCount }, halfSpectrum)
    this.#references = Array.from({ length: referenceCount }, halfSpectrum)
    this.#sums = this.#blocks.map(() => this.#references.map(halfSpectrum))
  }

  /** @param blocks the next `count` samples of each signal */
  push(blocks: readonly Float64Array[], count: number): void {
    blocks.forEach((block, index) => this.#transform(block, count, index))
    for (const [index, sums] of this.#sums.entries()) {
      const x = this.#blocks[index]
      for (const [reference, sum] of sums.entries()) addProducts(x, this.#references[reference], sum)
    }
  }

  /** c_xy(τ), one value for each delay. */
  correlation(signal: number, reference: number): Float64Array {
    const sum = this.#sums[signal][reference]
    const half = transformSamples / 2
    for (let bin = 0; bin <= half; bin++) {
      const mirror = bin === 0 ? 0 : transformSamples - bin
      this.#spectrum[2 * mirror] = sum[2 * bin]
      this.#spectrum[2 * mirror + 1] = -sum[2 * bin + 1]
      this.#spectrum[2 * bin] = sum[2 * bin]
      this.#spectrum[2 * bin + 1] = sum[2 * bin + 1]
    }
    this.#fft.inverse(this.#spectrum, this.#signal)
    const last = this.delayCount - 1
    return Float64Array.from({ length: this.delayCount }, (_, delay) => this.#signal[2 * (last - delay)])
  }

  /** Both spectra by one transform, of the block + i times the block with what came before it. */
  #transform(block: Float64Array, count: number, index: number): void {
    const signal = this.#signal
    const history = this.#history.at(index)
    const lead = this.delayCount - 1
    signal.fill(0)
    for (let t = 0; t < count; t++) signal[2 * t] = block[t]
    if (history !== undefined) {
      for (let t = 0; t < lead; t++) signal[2 * t + 1] = history[t]
      for (let t = 0; t < count; t++) signal[2 * (lead + t) + 1] = block[t]
      for (let t = 0; t < lead; t++) history[t] = signal[2 * (count + t) + 1]
    }
    this.#fft.forward(signal, this.#spectrum)
    this.#split(this.#blocks[index], this.#references[index])
  }

  /** conjugate ← conj((Z(f) + conj Z(−f)) / 2), lagged ← (Z(f) − conj Z(−f)) / 2i */
  #split(conjugate: Float64Array, lagged: Float64Array | undefined): void {
    const spectrum = this.#spectrum
    for (let bin = 0; bin <= transformSamples / 2; bin++) {
      const at = 2 * bin
      const mirror = bin === 0 ? 0 : 2 * (transformSamples - bin)
      conjugate[at] = (spectrum[at] + spectrum[mirror]) / 2
      conjugate[at + 1] = (spectrum[mirror + 1] - spectrum[at + 1]) / 2
      if (lagged === undefined) continue
      lagged[at] = (spectrum[at + 1] + spectrum[mirror + 1]) / 2
      lagged[at + 1] = (spectrum[mirror] - spectrum[at]) / 2
    }
  }
}

/** sum += x·y, complex, interleaved */
function addProducts(x: Float64Array, y: Float64Array, sum: Float64Array): void {
  for (let at = 0; at < sum.length; at += 2) {
    sum[at] += x[at] * y[at] - x[at + 1] * y[at + 1]
    sum[at + 1] += x[at] * y[at + 1] + x[at + 1] * y[at]
  }
}
