import { hintFactor, runLength, type HintField } from './hint-field'
import type { ColumnMasks } from './masks'
import { SourceShares, type ComponentSources } from './source-shares'

/** What is changed of the masks of whole sources; what is in no source is one more. */
export interface SourceShaping extends ComponentSources {
  /** what was painted; null: nothing */
  readonly hints: HintField | null
  /** p of M_j^p / Σ_i M_i^p over the sources; 1 leaves the masks as they are, more makes them harder */
  readonly exponent: number
  /** of a multichannel Wiener filter that comes after all; missing or null: none. See measureCovariances. */
  readonly covariances?: Float32Array | null
}

/** Whether the shaping changes the masks. */
export function isShaped({ hints, exponent }: SourceShaping): boolean {
  return exponent !== 1 || (hints !== null && hints.runs.length > 0)
}

/**
 * Masks in which sources are weighted against each other, cell by cell: with M_j the share of source j and m_j what the gains let
 * through of it, m = Σ_j ω_j·m_j / Σ_j ω_j·M_j, ω_j = α_j·M_j^(p − 1). α_j is 0.3 where a hint says that the cell is not of j: that it
 * is of another source, or not of this one; else 1. Masks of a partition of the components still sum to one. Nothing allocates after
 * construction.
 */
export class WeightedMasks implements ColumnMasks {
  readonly isPerChannel: boolean
  readonly reachColumns: number
  readonly #sources: SourceShares
  readonly #weights: Float32Array

  constructor(
    private readonly masks: ColumnMasks,
    private readonly shaping: SourceShaping,
    private readonly binCount: number
  ) {
    this.isPerChannel = masks.isPerChannel
    this.reachColumns = masks.reachColumns
    this.#sources = new SourceShares(masks, shaping, binCount)
    this.#weights = new Float32Array(this.#sources.shares.length)
  }

  compute(column: number, channel: number, gains: Float32Array, mask: Float32Array): void {
    const { exponent, hints } = this.shaping
    const hasHints = hints !== null && hints.columnOffsets[column] < hints.columnOffsets[column + 1]
    if (!hasHints && exponent === 1) {
      this.masks.compute(column, channel, gains, mask)
      return
    }
    this.#sources.compute(column, channel, gains)
    this.#weights.fill(1)
    if (hasHints) this.#weighHints(hints, column)
    if (exponent !== 1) this.#weighShares(exponent - 1)
    const { shares, passed } = this.#sources
    for (let f = 0; f < this.binCount; f++) {
      let numerator = 0
      let denominator = 0
      for (let at = f; at < shares.length; at += this.binCount) {
        numerator += this.#weights[at] * passed[at]
        denominator += this.#weights[at] * shares[at]
      }
      mask[f] = numerator / denominator
    }
  }

  #weighHints({ columnOffsets, runs }: HintField, column: number): void {
    for (let run = columnOffsets[column]; run < columnOffsets[column + 1]; run++) {
      const at = run * runLength
      const [source, isIt] = [runs[at + 2], runs[at + 3] > 0]
      for (let group = 0; group < this.#sources.groupCount; group++) {
        if ((group === source) === isIt) continue
        const offset = group * this.binCount
        this.#weights.fill(hintFactor, offset + runs[at], offset + runs[at + 1])
      }
    }
  }

  #weighShares(power: number): void {
    const { shares } = this.#sources
    for (let at = 0; at < this.#weights.length; at++) {
      // a share of 0 has nothing to weigh, and 0 to a negative power is no number
      if (shares[at] > 0) this.#weights[at] *= Math.max(leastWeight, shares[at] ** power)
    }
  }
}

/** So that a cell in which all shares are tiny still has a sum to divide by. */
const leastWeight = 1e-30
