import type { SampleSource } from '../audio/sample-source'
import type { PlacedGain } from '../audio/timed-gain'
import { AppError } from '../errors'
import { writeBandWeights, type FrequencyBand } from '../spectral/frequency-band'
import { columnStart, stftLayout, type StftLayout } from '../spectral/stft-layout'
import { hannWindow, overlapWeights } from '../spectral/window'
import { gainsAt, type ComponentGain, type GainAction } from './component-gain'
import { createColumnMasks } from './create-column-masks'
import type { Factors } from './factors'
import { narrowMask } from './mask-spectrum'
import type { ColumnMasks } from './masks'
import { WienerFilter } from './wiener-filter'
import { PairTransform } from './pair-transform'
import { isShaped, WeightedMasks, type SourceShaping } from './weighted-masks'

export interface MaskStreamOptions {
  readonly source: SampleSource
  readonly factors: Factors
  readonly windowSamples: number
  readonly hopSamples: number
  readonly sampleRate: number
  /** what is changed of the masks of whole sources; missing: nothing */
  readonly shaping?: SourceShaping | undefined
}

/**
 * The recording through soft masks of weighted components: the one function by which playback and export sound the same.
 *
 * Column n is windowed (Hann), transformed, multiplied by the mask m(f) of the factors' model (see ColumnMasks), transformed
 * back, windowed again and overlap-added, divided by the overlapping squared windows. Channels go in pairs as a + ib through
 * one transform, for masks are real. A column whose gains are all equal needs no transform. Samples which only columns with all
 * gains 1 and no band touch are those of the source, bit for bit. Gains over time are taken at a column's centre, and the windows
 * smooth their steps. Streams of a partition of the components add up to the source. `read` allocates nothing. W and H may be
 * written to at any time: what is new in them is heard from the next column on.
 */
export class MaskStream {
  readonly #source: SampleSource
  readonly #plainMasks: ColumnMasks
  #masks: ColumnMasks
  #filter: WienerFilter | null = null
  readonly #layout: StftLayout
  readonly #overlap: number
  readonly #pair: PairTransform
  readonly #weights: Float64Array
  readonly #mask: Float32Array
  readonly #secondMask: Float32Array
  readonly #gains: Float32Array
  /** the gains of a column that gains over time touch */
  readonly #columnGains: Float32Array
  #timedGains: readonly (ComponentGain & PlacedGain)[] = []
  #action: GainAction = 'scale'
  readonly #sampleRate: number
  readonly #bandWeights: Float32Array
  #hasBand = false
  /** the gain that all components have where nothing touches a column, or null */
  #commonGain: number | null = 1
  /** per channel, sums of one window's length, in a ring by sample position */
  readonly #sums: readonly Float64Array[]
  /** per channel, the finished samples of one hop */
  readonly #finished: readonly Float32Array[]
  /** which hop `#finished` holds; null when nothing that was summed so far holds */
  #finishedHop: number | null = null
  /** how many columns up to the last one had all gains 1 */
  #unityRun = 0
  #position = 0

  /** @throws AppError 'shape-mismatch' when the factors are not of this source and window, 'invalid-argument' */
  constructor(options: MaskStreamOptions) {
    const { source, factors, windowSamples, hopSamples, sampleRate } = options
    const layout = stftLayout(source.lengthSamples, windowSamples, hopSamples)
    requireShape(factors, layout)
    const window = hannWindow(windowSamples)
    this.#source = source
    this.#plainMasks = createColumnMasks({ source, factors, layout, sampleRate })
    this.#masks = this.#plainMasks
    this.#layout = layout
    this.#overlap = windowSamples / hopSamples
    this.#pair = new PairTransform(Float64Array.from(window))
    this.#weights = overlapWeights(window, hopSamples)
    this.#mask = new Float32Array(layout.binCount)
    this.#secondMask = new Float32Array(layout.binCount)
    this.#gains = new Float32Array(factors.rank).fill(1)
    this.#columnGains = new Float32Array(factors.rank)
    this.#sampleRate = sampleRate
    this.#bandWeights = new Float32Array(layout.binCount)
    this.#sums = Array.from({ length: source.channelCount }, () => new Float64Array(windowSamples))
    this.#finished = Array.from({ length: source.channelCount }, () => new Float32Array(hopSamples))
    this.setShaping(options.shaping ?? null)
  }

  /** How far before and after the samples that it gives it reads the source. */
  get reachSamples(): number {
    return this.#layout.windowSamples + this.#masks.reachColumns * this.#layout.hopSamples
  }

  /** The next sample that `read` will give. */
  get position(): number {
    return this.#position
  }

  /**
   * Sets g_k for the columns that are not computed yet, so a change is heard from the next hop on and is complete one window
   * later. Before the first `read`, and between `seek` and `read`, it holds from the first sample on.
   *
   * @throws AppError 'shape-mismatch'
   */
  setGains(gains: Float32Array): void {
    if (gains.length !== this.#gains.length) {
      throw new AppError('shape-mismatch', `${gains.length} gains for ${this.#gains.length} components`)
    }
    this.#gains.set(gains)
    this.#commonGain = commonGain(gains)
  }

  /** Changes of the gains over time, of components that there are; heard from the same column on as new gains are. */
  setTimedGains(timedGains: readonly (ComponentGain & PlacedGain)[], action: GainAction): void {
    this.#timedGains = timedGains
    this.#action = action
  }

  /**
   * Weighs whole sources against each other: what was painted, and how hard the masks are. Heard as new gains are; null: not at all.
   *
   * @throws AppError 'shape-mismatch'
   */
  setShaping(shaping: SourceShaping | null): void {
    const { binCount, columnCount } = this.#layout
    if (shaping !== null) requireShaping(shaping, this.#gains.length, columnCount)
    const isUsed = shaping !== null && isShaped(shaping)
    this.#masks = isUsed ? new WeightedMasks(this.#plainMasks, shaping, binCount) : this.#plainMasks
    const covariances = (this.#sums.length === 2 && shaping?.covariances) || null
    this.#filter = shaping && covariances && new WienerFilter(this.#masks, shaping, covariances, binCount)
  }

  /** Lets only a band through, or everything again, in the columns that are not computed yet: see `setGains`. */
  setBand(band: FrequencyBand | null): void {
    this.#hasBand = band !== null
    if (band !== null) writeBandWeights(this.#bandWeights, band, this.#sampleRate)
  }

  /** Goes on at another sample; the columns that reach it are computed with the gains as they are at the next `read`. */
  seek(sample: number): void {
    this.#position = Math.max(0, Math.floor(sample))
    this.#finishedHop = null
  }

  /** Writes the next `count` samples of every channel and moves on; zeros beyond the end. */
  read(outputs: readonly Float32Array[], count: number): void {
    const { hopSamples } = this.#layout
    for (let written = 0; written < count;) {
      const hop = Math.floor(this.#position / hopSamples)
      const offset = this.#position - hop * hopSamples
      const run = Math.min(count - written, hopSamples - offset)
      if (hop !== this.#finishedHop) this.#finishHop(hop)
      for (let channel = 0; channel < this.#finished.length; channel++) {
        const output = outputs[channel]
        const finished = this.#finished[channel]
        for (let i = 0; i < run; i++) output[written + i] = finished[offset + i]
      }
      written += run
      this.#position += run
    }
  }

  #finishHop(hop: number): void {
    const start = hop * this.#layout.hopSamples
    if (this.#finishedHop === null || hop !== this.#finishedHop + 1) {
      for (const sums of this.#sums) sums.fill(0)
      this.#unityRun = 0
      for (let column = hop; column < hop + this.#overlap - 1; column++) this.#addColumn(column, start)
    }
    this.#addColumn(hop + this.#overlap - 1, start)
    this.#finishedHop = hop
    for (let channel = 0; channel < this.#finished.length; channel++) {
      this.#takeSums(channel, start)
      if (this.#unityRun >= this.#overlap) this.#source.read(channel, start, this.#finished[channel])
    }
  }

  /** Gives what was summed for the hop and clears the ring behind it. */
  #takeSums(channel: number, start: number): void {
    const sums = this.#sums[channel]
    const finished = this.#finished[channel]
    const ring = start & (sums.length - 1)
    const end = Math.min(finished.length, this.#layout.lengthSamples - start)
    for (let i = 0; i < finished.length; i++) {
      finished[i] = i < end ? sums[ring + i] / this.#weights[i] : 0
      sums[ring + i] = 0
    }
  }

  /** Adds what column `column` gives to the samples from `from` on. */
  #addColumn(column: number, from: number): void {
    if (column >= this.#layout.columnCount) return
    const start = columnStart(this.#layout, column)
    const centre = start + this.#layout.windowSamples / 2
    const isTouched = gainsAt(centre, this.#gains, this.#timedGains, this.#action, this.#columnGains)
    const gains = isTouched ? this.#columnGains : this.#gains
    const gain = isTouched ? commonGain(gains) : this.#commonGain
    const isMasked = gain === null || this.#hasBand
    this.#unityRun = gain === 1 && !isMasked ? this.#unityRun + 1 : 0
    if (gain === 0) return
    const filter = gain === null ? this.#filter : null
    if (isMasked && filter === null) this.#writeMask(column, 0, gains, gain, this.#mask)
    const isPerChannel = gain === null && this.#masks.isPerChannel
    for (let channel = 0; channel < this.#sums.length; channel += 2) {
      const hasSecond = channel + 1 < this.#sums.length
      this.#pair.read(this.#source, channel, start)
      if (!isMasked) this.#pair.scale(gain)
      else if (filter !== null) this.#pair.filter(filter, column, gains, this.#hasBand ? this.#bandWeights : null)
      else if (!isPerChannel) this.#pair.mask(this.#mask)
      else {
        if (channel > 0) this.#writeMask(column, channel, gains, gain, this.#mask)
        if (hasSecond) this.#writeMask(column, channel + 1, gains, gain, this.#secondMask)
        this.#pair.mask(this.#mask, this.#secondMask)
      }
      this.#pair.overlapAdd(this.#sums[channel], 0, start, from)
      if (hasSecond) this.#pair.overlapAdd(this.#sums[channel + 1], 1, start, from)
    }
  }

  /** @param common the gain that all have, or null */
  #writeMask(column: number, channel: number, gains: Float32Array, common: number | null, mask: Float32Array): void {
    if (common === null) this.#masks.compute(column, channel, gains, mask)
    else mask.fill(common)
    if (this.#hasBand) narrowMask(mask, this.#bandWeights)
  }
}

function commonGain(gains: Float32Array): number | null {
  for (let k = 1; k < gains.length; k++) if (gains[k] !== gains[0]) return null
  return gains[0]
}

function requireShaping({ componentSources, hints }: SourceShaping, rank: number, columnCount: number): void {
  if (componentSources.length === rank && (hints === null || hints.columnOffsets.length === columnCount + 1)) return
  const columns = hints === null ? 'none' : hints.columnOffsets.length - 1
  const message = `sources of ${componentSources.length} components and hints on ${columns} columns for ${rank} and ${columnCount}`
  throw new AppError('shape-mismatch', message, { rank, columnCount })
}

function requireShape(factors: Factors, layout: StftLayout): void {
  const { rank, binCount, columnCount } = factors
  if (rank > 0 && binCount === layout.binCount && columnCount === layout.columnCount) return
  throw new AppError(
    'shape-mismatch',
    `factors of ${binCount} × ${columnCount} for ${layout.binCount} × ${layout.columnCount}`,
    {
      binCount,
      columnCount,
      expectedBinCount: layout.binCount,
      expectedColumnCount: layout.columnCount
    }
  )
}
