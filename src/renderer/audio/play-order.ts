import { countSamples, gapsIn, outside, rangeFrom, type SampleRange } from '@core/audio/sample-range'
import type { SampleLoop } from './worklet-protocol'

/** Which sample of the clip is played after which: at a cut it goes on behind it, at the loop's end at its start. */
export class PlayOrder {
  readonly #cuts: readonly SampleRange[]
  readonly #loop: SampleLoop | null
  /** whether the loop's end is followed by samples to crossfade with */
  readonly #loopHasTail: boolean

  /**
   * @param options.cuts sorted, no two touching
   * @param options.loop within the clip; one that ends or starts in a cut is shortened, and one that cuts leave less than
   *                     `shortestLoop` of is none
   */
  constructor(options: {
    readonly cuts: readonly SampleRange[]
    readonly loop: SampleLoop | null
    readonly lengthSamples: number
    readonly shortestLoop: number
    readonly tailSamples: number
  }) {
    const { cuts, loop, lengthSamples, shortestLoop, tailSamples } = options
    this.#cuts = cuts
    this.#loop = loop === null ? null : withoutCuts(cuts, loop, shortestLoop)
    const tailEnd = (this.#loop?.endSample ?? 0) + tailSamples
    const nextCut = rangeFrom(cuts, this.#loop?.endSample ?? 0)
    this.#loopHasTail = tailEnd <= lengthSamples && (nextCut === null || nextCut.startSample >= tailEnd)
  }

  /** The sample itself, or the first behind the cut that it lies in. */
  playable(sample: number): number {
    return outside(this.#cuts, sample)
  }

  get startSample(): number {
    return this.#loop?.startSample ?? this.playable(0)
  }

  isLooping(position: number): boolean {
    return this.#loop !== null && position < this.#loop.endSample
  }

  isLoopEnd(sample: number): boolean {
    return this.#loop !== null && sample === this.#loop.endSample
  }

  /** Whether the jump at a sample is a crossfade with what follows it; else it is faded out and in. */
  hasTail(sample: number): boolean {
    return this.#loopHasTail && this.isLoopEnd(sample)
  }

  /** How many samples may be played up to the next jump; Infinity where none lies ahead. Allocates nothing. */
  samplesToJump(position: number): number {
    return Math.min(this.#samplesToLoopEnd(position), this.#samplesToCut(position))
  }

  /** The same up to the next jump that is faded out before. */
  samplesToFadeEnd(position: number): number {
    const toCut = this.#samplesToCut(position)
    return this.#loopHasTail ? toCut : Math.min(this.#samplesToLoopEnd(position), toCut)
  }

  /** Where it goes on from the sample at which a jump lies. Allocates nothing. */
  jumpFrom(sample: number): number {
    return this.isLoopEnd(sample) ? this.#loop!.startSample : this.playable(sample)
  }

  #samplesToLoopEnd(position: number): number {
    return this.isLooping(position) ? this.#loop!.endSample - position : Infinity
  }

  #samplesToCut(position: number): number {
    const cut = rangeFrom(this.#cuts, position)
    return cut === null ? Infinity : Math.max(0, cut.startSample - position)
  }
}

function withoutCuts(cuts: readonly SampleRange[], loop: SampleLoop, shortestLoop: number): SampleLoop | null {
  const startSample = outside(cuts, loop.startSample)
  const last = rangeFrom(cuts, loop.endSample - 1)
  const endSample = last !== null && last.startSample < loop.endSample ? last.startSample : loop.endSample
  const kept = gapsIn(cuts, { startSample, endSample })
  return countSamples(kept) < shortestLoop ? null : { startSample, endSample }
}
