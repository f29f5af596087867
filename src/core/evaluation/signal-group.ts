import type { SampleSource } from '../audio/sample-source'

/** Signals of one length that are read together from the first sample to the last. */
export interface SignalGroup {
  readonly signalCount: number
  readonly channelCount: number
  /** Writes the next `count` samples of every signal, `[signal][channel]`; zeros beyond the end. */
  read(outputs: readonly (readonly Float32Array[])[], count: number): void
}

/** Something that is read on and on, such as a MaskStream. */
interface SampleStream {
  read(outputs: readonly Float32Array[], count: number): void
}

/** Recordings, each from its first sample on. */
export function sourceGroup(sources: readonly SampleSource[]): SignalGroup {
  let position = 0
  return {
    signalCount: sources.length,
    channelCount: Math.max(...sources.map(({ channelCount }) => channelCount)),
    read(outputs, count) {
      for (const [index, source] of sources.entries()) {
        for (const [channel, output] of outputs[index].entries()) {
          // a single channel stands for all
          source.read(Math.min(channel, source.channelCount - 1), position, output.subarray(0, count))
        }
      }
      position += count
    }
  }
}

/** Streams of so many channels, from where they stand. */
export function streamGroup(streams: readonly SampleStream[], channelCount: number): SignalGroup {
  return {
    signalCount: streams.length,
    channelCount,
    read(outputs, count) {
      for (const [index, stream] of streams.entries()) stream.read(outputs[index], count)
    }
  }
}
