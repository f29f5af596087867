import { encodeFloats, encodeIntegers, integerSteps } from '@core/audio/wav-writer'
import type { ExportFormat } from '@core/contract/export-schemas'

/**
 * Turns one block of samples into the values of a file format, and adds up what was really written.
 *
 * In integer formats every value is rounded to the format's steps and cut at full scale. The remainder of a block is the mix,
 * rounded the same way, minus the values of all files before it: so the files add up to the mix's steps exactly.
 */
export class BlockSummer {
  readonly #steps: number
  readonly #isInteger: boolean
  readonly #sums: Float64Array[]
  readonly #integers: Int32Array[]
  readonly #floats: Float32Array[]
  #differencePeak = 0

  constructor(
    private readonly format: ExportFormat,
    channelCount: number,
    blockSamples: number
  ) {
    this.#isInteger = format !== 'wav32f'
    this.#steps = format === 'wav32f' ? 1 : integerSteps(format)
    const arrays = <A>(make: () => A) => Array.from({ length: channelCount }, make)
    this.#sums = arrays(() => new Float64Array(blockSamples))
    this.#integers = arrays(() => new Int32Array(this.#isInteger ? blockSamples : 0))
    this.#floats = arrays(() => new Float32Array(this.#isInteger ? 0 : blockSamples))
  }

  startBlock(): void {
    for (const sum of this.#sums) sum.fill(0)
  }

  /** The bytes of a stem's block. */
  encodeStem(stem: readonly Float32Array[], count: number, level: FileLevel): Uint8Array {
    return this.#encode((channel, index) => this.#inSteps(stem[channel]![index]!), count, level)
  }

  /** The bytes of the mix minus everything encoded in this block so far. */
  encodeRemainder(mix: readonly Float32Array[], count: number, level: FileLevel): Uint8Array {
    const value = (channel: number, index: number) =>
      this.#inSteps(mix[channel]![index]!) - this.#sums[channel]![index]!
    return this.#encode(value, count, level)
  }

  /** Measures how far the files of this block are from adding up to the mix. */
  compare(mix: readonly Float32Array[], count: number): void {
    for (const [channel, sum] of this.#sums.entries()) {
      for (let index = 0; index < count; index++) {
        const difference = Math.abs(this.#inSteps(mix[channel]![index]!) - sum[index]!)
        if (difference > this.#differencePeak) this.#differencePeak = difference
      }
    }
  }

  /** The largest difference between the sum of the files and the mix so far; full scale is 1. */
  get differencePeak(): number {
    return this.#differencePeak / this.#steps
  }

  #inSteps(sample: number): number {
    // + 0 turns −0 into 0
    return this.#isInteger ? Math.round(sample * this.#steps) + 0 : sample
  }

  #encode(value: (channel: number, index: number) => number, count: number, level: FileLevel): Uint8Array {
    const written = this.#isInteger ? this.#integers : this.#floats
    const lowest = this.#isInteger ? -this.#steps : -Infinity
    const highest = this.#isInteger ? this.#steps - 1 : Infinity
    for (const [channel, values] of written.entries()) {
      const sum = this.#sums[channel]!
      for (let index = 0; index < count; index++) {
        const wanted = value(channel, index)
        const fitting = Math.min(highest, Math.max(lowest, wanted))
        if (fitting !== wanted) level.clippedSamples++
        values[index] = fitting
        sum[index] = sum[index]! + values[index]!
        level.peak = Math.max(level.peak, Math.abs(values[index]!) / this.#steps)
      }
    }
    return this.format === 'wav32f'
      ? encodeFloats(this.#floats, count)
      : encodeIntegers(this.format, this.#integers, count)
  }
}

/** What a file holds so far; changed in place. */
export interface FileLevel {
  /** full scale is 1 */
  peak: number
  clippedSamples: number
}
