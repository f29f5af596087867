import type { SignalGroup } from './signal-group'

/** Reads groups of signals block by block, and gives each signal as one channel or as the mean of all. */
export class SignalBlocks {
  readonly signalCount: number
  readonly channelCount: number
  /** `[group][signal][channel]` */
  readonly #samples: readonly (readonly (readonly Float32Array[])[])[]

  constructor(
    private readonly groups: readonly SignalGroup[],
    blockSamples: number
  ) {
    this.signalCount = groups.reduce((sum, group) => sum + group.signalCount, 0)
    this.channelCount = Math.max(...groups.map(({ channelCount }) => channelCount))
    this.#samples = groups.map(({ signalCount, channelCount }) =>
      Array.from({ length: signalCount }, () =>
        Array.from({ length: channelCount }, () => new Float32Array(blockSamples))
      )
    )
  }

  /** Goes on to the next `count` samples. */
  read(count: number): void {
    for (const [index, group] of this.groups.entries()) group.read(this.#samples[index], count)
  }

  /**
   * The samples of all signals, group after group.
   *
   * @param channel null: the mean of the channels; a signal with fewer channels gives its last one
   * @param views   written, one for each signal
   */
  write(channel: number | null, count: number, views: readonly Float64Array[]): void {
    for (const [index, channels] of this.#samples.flat().entries()) {
      const view = views[index]
      const only = channel === null ? channels : [channels[Math.min(channel, channels.length - 1)]]
      view.fill(0)
      for (const samples of only) for (let t = 0; t < count; t++) view[t] += samples[t]
      if (only.length > 1) for (let t = 0; t < count; t++) view[t] /= only.length
    }
  }
}
