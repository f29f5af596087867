import { basePeakSamples, computePeaks } from '@core/audio/peaks'
import type { Factors } from '@core/separation/factors'
import type { RecordedSamples } from '@core/audio/sample-source'
import type { HintField } from '@core/separation/hint-field'
import { MaskStream } from '@core/separation/mask-stream'
import type { SeparationParameters } from '@core/separation/parameters'
import type { SourceShaping } from '@core/separation/weighted-masks'
import { columnStart, stftLayout, type StftLayout } from '@core/spectral/stft-layout'
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

/** What was painted on a stem, and the same stem without it. */
export interface PaintedStem {
  readonly shaping: SourceShaping & { readonly hints: HintField }
  readonly plain: StemPeaks
}

const stemBlockSamples = 8192

/**
 * Peaks of what a set of weighted components sounds like, block by block, by the function that plays and exports them. With something
 * painted only the blocks that it reaches are computed, the others are those without it.
 */
export function* computeStemPeaks(options: {
  audio: RecordedSamples
  factors: Factors
  parameters: SeparationParameters
  /** component index → weight, an amplitude factor */
  parts: ReadonlyMap<number, number>
  painted?: PaintedStem | undefined
}): Generator<void, StemPeaks> {
  const { audio, factors, painted } = options
  const { windowSamples, hopSamples } = options.parameters
  const gains = new Float32Array(factors.rank)
  for (const [index, weight] of options.parts) gains[index] = weight
  const { sampleRate, lengthSamples } = audio
  const shaping = painted?.shaping
  const stream = new MaskStream({ source: audio, factors, windowSamples, hopSamples, sampleRate, shaping })
  stream.setGains(gains)
  stream.seek(0)

  const channels = painted ? painted.plain.channels.map((peaks) => peaks.slice()) : emptyPeaks(audio)
  const block = channels.map(() => new Float32Array(stemBlockSamples))
  const reached = shaping && reachedBlocks(shaping.hints, stftLayout(lengthSamples, windowSamples, hopSamples))
  for (let start = 0; start < lengthSamples; start += stemBlockSamples) {
    if (reached?.[start / stemBlockSamples] === 0) continue
    const count = Math.min(stemBlockSamples, lengthSamples - start)
    if (stream.position !== start) stream.seek(start)
    stream.read(block, count)
    for (const [channel, samples] of block.entries()) {
      channels[channel]!.set(computePeaks(samples.subarray(0, count), basePeakSamples), (start / basePeakSamples) * 2)
    }
    yield
  }
  return { samplesPerPeak: basePeakSamples, channels, peakDecibels: peakDecibels(highest(channels)) }
}

/** 1 for each block that overlaps a column in which something is painted. */
function reachedBlocks({ columnOffsets }: HintField, layout: StftLayout): Uint8Array {
  const { windowSamples, lengthSamples, columnCount } = layout
  const reached = new Uint8Array(Math.ceil(lengthSamples / stemBlockSamples))
  const blockOf = (sample: number): number => Math.max(0, Math.floor(sample / stemBlockSamples))
  for (let column = 0; column < columnCount; column++) {
    if (columnOffsets[column] === columnOffsets[column + 1]) continue
    const start = columnStart(layout, column)
    reached.fill(1, blockOf(start), blockOf(start + windowSamples - 1) + 1)
  }
  return reached
}

function highest(channels: readonly Float32Array[]): number {
  return channels.reduce((most, peaks) => peaks.reduce((highest, value) => Math.max(highest, Math.abs(value)), most), 0)
}

/** Decibels of a peak as the contract writes them: null stands for −∞. */
export function peakDecibels(peak: number): number | null {
  return peak === 0 ? null : gainToDecibels(peak)
}

function emptyPeaks({ channelCount, lengthSamples }: RecordedSamples): Float32Array<ArrayBuffer>[] {
  const peakCount = Math.ceil(lengthSamples / basePeakSamples)
  return Array.from({ length: channelCount }, () => new Float32Array(peakCount * 2))
}
