/*
 * The inner loops of a factorization, behind one interface: two WebAssembly builds (relaxed FMA, mul+add) and a plain reference
 * for any β. All of them work on one memory laid out for SIMD; every array is float32 unless said otherwise.
 *
 *   rows       the bins of one channel rounded up to 8, times the channels of a joint model; the padding is 0 everywhere
 *   columns    rounded up to tileColumns; the padding is 0
 *   components rounded up to 4; the padding is 0
 *
 *   V, weights `[n * rows + f]`        frequency contiguous, scaled to mean 1
 *   W          `[(⌊f/8⌋ * paddedRank + k) * 8 + f % 8]`, numerators (and full denominators) of W alike
 *   H          `[n * paddedRank + k]`, projections alike
 */

/** Columns are swept in tiles of so many: chunks and batches of columns are whole tiles. */
export const tileColumns = 16
/** Rows are packed in blocks of so many. */
export const blockRows = 8
/** Components are handled four at a time. */
export const blockComponents = 4

/** W and H never go below this: a 0 stays 0 for ever (so does padding), and denormals are slow. */
export const factorFloor = 1e-15
/** Added to W·H before anything is divided by it. V has mean 1. */
export const modelFloor = 1e-12
/** Denominators of updates are at least this: without it a column that is ignored altogether would be 0/0. */
export const smallestDenominator = 1e-30
/** Positive values of V are at least this, lower ones 0: no product with a factor is then a denormal. */
export const smallestMagnitude = 1e-12

/**
 * How the update's denominators come about.
 *
 * sums  β = 1 without weights: Σ_f w_k for H, Σ_n h_k for W (paddedRank values)
 * gram  β = 2 without weights: (WᵀW)·h for H, W·(HHᵀ) for W (paddedRank² values)
 * full  all else: with λ the weights (1 where there are none) and M = W·H, numerator Wᵀ(λ·V·M^(β−2)) and denominator
 *       Wᵀ(λ·M^(β−1)) for H, and the same with Hᵀ from the right for W (both like W)
 */
export type DenominatorForm = 'sums' | 'gram' | 'full'

export function denominatorForm(beta: number, hasWeights: boolean): DenominatorForm {
  if (hasWeights) return 'full'
  return beta === 1 ? 'sums' : beta === 2 ? 'gram' : 'full'
}

export interface KernelShape {
  /** a multiple of blockRows */
  readonly rows: number
  /** a multiple of blockComponents */
  readonly paddedRank: number
  /** β; the WebAssembly kernels know 0, 1 and 2 */
  readonly beta: number
  readonly hasWeights: boolean
}

/** Byte offsets of the arrays, each a multiple of 16. */
export interface KernelArrays {
  readonly V: number
  /** 0: none */
  readonly weights: number
  readonly W: number
  /** W once more, row after row, `[f * wideRank(paddedRank) + k]`; written by `prepare` */
  readonly templateRows: number
  readonly H: number
  /** of W, one for each slot, `numeratorStride` bytes apart; like W */
  readonly numerators: number
  readonly numeratorStride: number
  /** of W, one for each slot: paddedRank, paddedRank² or like W, by form */
  readonly denominators: number
  readonly denominatorStride: number
  /** denominators of H of the form 'sums' (paddedRank) or 'gram' (paddedRank²); written by `prepare` */
  readonly heightDenominators: number
  /** numerators and denominators of H as 'project' writes them, like H; 0: never projected. The second only for 'full'. */
  readonly projections: number
  readonly projectedDenominators: number
  /** paddedRank int32: −1 where h_k may change, 0 where it stays (also the padding) */
  readonly freeHeights: number
  /** paddedRank int32: −1 where w_k may change, 0 where it stays */
  readonly freeTemplates: number
  /** a thread's own, `scratchBytes` long */
  readonly scratch: number
}

export interface ColumnRange {
  /** a multiple of tileColumns */
  readonly first: number
  /** a multiple of tileColumns */
  readonly end: number
}

export interface SweepOptions extends ColumnRange {
  /**
   * update     H ← H·(numerator/denominator)^exponent `heightUpdates` times, tile by tile; then, unless `slot` is null, the sums for
   *            W with the new H are added to that slot: the classical order of the updates, in one pass over V
   * project    H stays; numerators and denominators of its update are written to the projections
   * accumulate H stays; the sums for W are added to `slot`
   * measure    nothing changes
   */
  readonly mode: 'update' | 'project' | 'accumulate' | 'measure'
  readonly slot: number | null
  readonly heightUpdates: number
  /** of the ratio of H's update */
  readonly exponent: number
  /** whether the divergence of the columns as they are before the sweep is wanted */
  readonly measures: boolean
}

export interface TemplateUpdate {
  /** of the ratio */
  readonly exponent: number
}

/**
 * One thread's kernel on one memory. Nothing allocates; a sweep is the same to the last bit wherever and whenever it is made.
 */
export interface NmfKernel {
  /** for the record: results are bit-identical per build */
  readonly build: 'relaxed-fma' | 'mul-add' | 'reference'
  /** Writes what follows from W: templateRows, heightDenominators. By one thread whenever W has changed, before sweeps of H. */
  prepare(): void
  /** Zeroes the sums of a slot. */
  clearSlot(slot: number): void
  /**
   * Sweeps columns tile by tile.
   *
   * @returns Σ d_β over the columns as they were before the sweep, if it measures; else 0. Padding adds nothing.
   */
  sweep(options: SweepOptions): number
  /** Adds the sums of slots 1 … slotCount − 1 to slot 0, in that order. */
  reduceSlots(slotCount: number): void
  /** w ← max(floor, w·(numerator/denominator)^exponent) from slot 0, for the free templates. */
  updateTemplates(update: TemplateUpdate): void
}

/** Components where they are handled eight at a time. */
export function wideRank(paddedRank: number): number {
  return Math.ceil(paddedRank / 8) * 8
}

/** Bytes of scratch that a thread's kernel needs. */
export function scratchBytes({ rows, paddedRank, beta, hasWeights }: KernelShape): number {
  // a tile of heights with the numerators and denominators of their update, the two slopes of one chunk of up to 128 rows; or
  // instead of all that a matrix of rank × rank
  const wide = wideRank(paddedRank)
  const swept = 3 * tileColumns * wide + 2 * tileColumns * Math.min(rows, 128)
  const gram = denominatorForm(beta, hasWeights) === 'gram' ? paddedRank * wide : 0
  return 4 * Math.max(swept, gram)
}
