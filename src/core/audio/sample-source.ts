import type { AudioClip } from './audio-clip'

/** Samples by position, from wherever they lie: a clip in memory, a file, or pages in shared memory. */
export interface SampleSource {
  readonly channelCount: number
  readonly lengthSamples: number
  /** Fills `out` with the samples from `start` on; zeros outside [0, length). */
  read(channel: number, start: number, out: Float32Array): void
}

/** All samples of a recording, and how fast they go. */
export interface RecordedSamples extends SampleSource {
  readonly sampleRate: number
}

export function clipSource(clip: AudioClip): RecordedSamples {
  return {
    sampleRate: clip.sampleRate,
    channelCount: clip.channels.length,
    lengthSamples: clip.lengthSamples,
    read(channel, start, out) {
      const samples = clip.channels[channel]
      const from = Math.min(out.length, Math.max(0, -start))
      const to = Math.max(from, Math.min(out.length, samples.length - start))
      out.fill(0, 0, from)
      for (let i = from; i < to; i++) out[i] = samples[start + i]
      out.fill(0, to)
    }
  }
}
