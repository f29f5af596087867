import type { SampleSource } from '../audio/sample-source'
import { insertSorted, removeSorted, replaceSorted } from '../math/sorted-window'
import { MagnitudeAnalysis } from '../spectral/magnitudes'
import type { StftLayout } from '../spectral/stft-layout'

/** How long the medians are: long enough to hold a note against a hit, and a hit against a note's partials. */
const medianSeconds = 0.4
const medianHertz = 180

/** Lengths of both medians, odd and at least 3: about 0.4 s in columns and about 180 Hz in bins. */
export function medianLengths(layout: StftLayout, sampleRate: number): { columns: number; bins: number } {
  return {
    columns: oddLength((medianSeconds * sampleRate) / layout.hopSamples),
    bins: oddLength((medianHertz * layout.windowSamples) / sampleRate)
  }
}

function oddLength(length: number): number {
  return Math.max(3, 2 * Math.floor(length / 2) + 1)
}

/**
 * How much of each bin is harmonic, H²/(H² + P²): H the median of the magnitudes over the columns around it, P over the bins
 * around it; ½ where both are 0. The magnitudes are those of MagnitudeAnalysis; at the ends medians are of as many as there are.
 *
 * Columns are computed from the recording as they are asked for: one after the other costs one transform for each, a jump one
 * for each column that the median spans. Memory is that of so many columns; nothing allocates after construction.
 *
 * @see Fitzgerald 2010, Harmonic/percussive separation using median filtering, Proc. DAFx
 */
export class MedianShares {
  /** how many columns before and after a column it looks at */
  readonly reachColumns: number
  readonly #analysis: MagnitudeAnalysis
  readonly #columnCount: number
  readonly #binCount: number
  readonly #medianColumns: number
  readonly #medianBins: number
  /** magnitudes of the columns that the median spans, column n at n % medianColumns, and of the one that comes in */
  readonly #columns: Float32Array[]
  #spare: Float32Array
  /** for each bin the same in order */
  readonly #sorted: Float32Array
  readonly #window: Float32Array
  #held = 0
  #centre: number | null = null

  constructor(source: SampleSource, layout: StftLayout, sampleRate: number) {
    const { columns, bins } = medianLengths(layout, sampleRate)
    this.#analysis = new MagnitudeAnalysis(source, layout)
    this.#columnCount = layout.columnCount
    this.#binCount = layout.binCount
    this.#medianColumns = columns
    this.#medianBins = bins
    this.reachColumns = columns >> 1
    this.#columns = Array.from({ length: columns }, () => new Float32Array(layout.binCount))
    this.#spare = new Float32Array(layout.binCount)
    this.#sorted = new Float32Array(columns * layout.binCount)
    this.#window = new Float32Array(bins)
  }

  /** The magnitudes of the column that was computed last. */
  get magnitudes(): Float32Array {
    return this.#columns[(this.#centre ?? 0) % this.#medianColumns]
  }

  /** Writes component 0's share of every bin of a column. */
  compute(column: number, shares: Float64Array): void {
    if (this.#centre !== null && column === this.#centre + 1) this.#moveOn()
    else if (column !== this.#centre) this.#begin(column)
    this.#centre = column
    this.#percussive(this.magnitudes, shares)
    const sorted = this.#sorted
    const size = this.#medianColumns
    const middle = this.#held >> 1
    for (let f = 0; f < shares.length; f++) {
      const harmonic = sorted[f * size + middle] ** 2
      const both = harmonic + shares[f] ** 2
      shares[f] = both > 0 ? harmonic / both : 0.5
    }
  }

  #begin(column: number): void {
    const size = this.#medianColumns
    const end = Math.min(this.#columnCount, column + this.reachColumns + 1)
    this.#held = 0
    for (let n = Math.max(0, column - this.reachColumns); n < end; n++) {
      const magnitudes = this.#columns[n % size]
      this.#analysis.compute(n, 1, magnitudes, 0)
      for (let f = 0; f < magnitudes.length; f++) insertSorted(this.#sorted, f * size, this.#held, magnitudes[f])
      this.#held++
    }
  }

  /** From the present centre to the next column. */
  #moveOn(): void {
    const size = this.#medianColumns
    const sorted = this.#sorted
    const entering = this.#centre! + 1 + this.reachColumns
    // the one that leaves has the place of the one that comes, being `size` columns before it
    const leaves = entering - size >= 0
    const comes = entering < this.#columnCount
    const slot = entering % size
    const leaving = this.#columns[slot]
    const coming = this.#spare
    if (comes) {
      this.#analysis.compute(entering, 1, coming, 0)
      this.#columns[slot] = coming
      this.#spare = leaving
    }
    const count = this.#held
    if (leaves && comes) {
      for (let f = 0; f < this.#binCount; f++) replaceSorted(sorted, f * size, count, leaving[f], coming[f])
    } else if (comes) {
      for (let f = 0; f < this.#binCount; f++) insertSorted(sorted, f * size, count, coming[f])
      this.#held++
    } else if (leaves) {
      for (let f = 0; f < this.#binCount; f++) removeSorted(sorted, f * size, count, leaving[f])
      this.#held--
    }
  }

  /** medians ← running median over the bins of one column */
  #percussive(magnitudes: Float32Array, medians: Float64Array): void {
    const window = this.#window
    const size = this.#medianBins
    const half = size >> 1
    const last = magnitudes.length - 1
    let count = 0
    for (let f = 0; f < Math.min(half, magnitudes.length); f++) insertSorted(window, 0, count++, magnitudes[f])
    for (let f = 0; f <= last; f++) {
      const entering = f + half
      const leaving = f - half - 1
      if (entering <= last && leaving >= 0) {
        replaceSorted(window, 0, count, magnitudes[leaving], magnitudes[entering])
      } else if (entering <= last) insertSorted(window, 0, count++, magnitudes[entering])
      else if (leaving >= 0) removeSorted(window, 0, count--, magnitudes[leaving])
      medians[f] = window[count >> 1]
    }
  }
}
