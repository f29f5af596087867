import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import type { Factors } from '@core/separation/factors'
import type { RecordedSamples } from '@core/audio/sample-source'
import { MaskStream } from '@core/separation/mask-stream'
import type { SeparationParameters } from '@core/separation/parameters'
import { gainToDecibels } from '@core/units'

export interface Peaks {
  readonly samplesPerPeak: number
  /** minimum, maximum for each block of samples, one array per channel */
  readonly channels: Float32Array<ArrayBuffer>[]
}

export interface StemPeaks extends Peaks {
  /** null stands for −∞ */
  readonly peakDecibels: number | null
}

const stemBlockSamples = 8192

/** Peaks of what a set of weighted components sounds like, block by block, by the function that plays and exports them. */
export function* computeStemPeaks(options: {
  audio: RecordedSamples
  factors: Factors
  parameters: SeparationParameters
  /** component index → weight, an amplitude factor */
  parts: ReadonlyMap<number, number>
}): Generator<void, StemPeaks> {
  const { audio, factors } = options
  const { windowSamples, hopSamples } = options.parameters
  const gains = new Float32Array(factors.rank)
  for (const [index, weight] of options.parts) gains[index] = weight
  const stream = new MaskStream({ source: audio, factors, windowSamples, hopSamples, sampleRate: audio.sampleRate })
  stream.setGains(gains)
  stream.seek(0)

  const channels = emptyPeaks(audio)
  const block = channels.map(() => new Float32Array(stemBlockSamples))
  let peak = 0
  for (let start = 0; start < audio.lengthSamples; start += stemBlockSamples) {
    const count = Math.min(stemBlockSamples, audio.lengthSamples - start)
    stream.read(block, count)
    for (const [channel, samples] of block.entries()) {
      const peaks = computePeaks(samples.subarray(0, count), basePeakSamples)
      for (const value of peaks) peak = Math.max(peak, Math.abs(value))
      channels[channel]!.set(peaks, (start / basePeakSamples) * 2)
    }
    yield
  }
  return { samplesPerPeak: basePeakSamples, channels, peakDecibels: peakDecibels(peak) }
}

/** Decibels of a peak as the contract writes them: null stands for −∞. */
export function peakDecibels(peak: number): number | null {
  return peak === 0 ? null : gainToDecibels(peak)
}

function emptyPeaks({ channelCount, lengthSamples }: RecordedSamples): Float32Array<ArrayBuffer>[] {
  const peakCount = Math.ceil(lengthSamples / basePeakSamples)
  return Array.from({ length: channelCount }, () => new Float32Array(peakCount * 2))
}
