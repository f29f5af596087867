import { coarserPeaks } from '@core/audio/peaks'

export interface PeakLevel {
  readonly samplesPerPeak: number
  /** [minimum, maximum, minimum, maximum, …], one array per channel */
  readonly channels: readonly Float32Array[]
}

/** Peaks at several resolutions, each half as fine as the one before, so that drawing costs the same at any zoom. */
export interface PeakPyramid {
  readonly lengthSamples: number
  readonly levels: readonly PeakLevel[]
}

const coarsestPeaks = 64

/** Builds all coarser levels from base peaks [min, max, …] of each channel. */
export function createPeakPyramid(
  channels: readonly Float32Array[],
  samplesPerPeak: number,
  lengthSamples: number
): PeakPyramid {
  const levels: PeakLevel[] = [{ samplesPerPeak, channels }]
  for (let last = levels[0]; (last.channels[0]?.length ?? 0) / 2 > coarsestPeaks; last = levels[levels.length - 1]) {
    levels.push({ samplesPerPeak: last.samplesPerPeak * 2, channels: last.channels.map(coarserPeaks) })
  }
  return { lengthSamples, levels }
}

export function pyramidBytes({ levels }: PeakPyramid): number {
  return levels.reduce((sum, { channels }) => sum + channels.reduce((of, peaks) => of + peaks.byteLength, 0), 0)
}

/** The coarsest level that still has a peak for each pixel; the base level where even that is too coarse. */
export function levelFor(pyramid: PeakPyramid, samplesPerPixel: number): PeakLevel {
  let chosen = pyramid.levels[0]
  for (const level of pyramid.levels) if (level.samplesPerPeak <= samplesPerPixel) chosen = level
  return chosen
}

/** The largest |sample| of the whole recording. */
export function largestAmplitude(pyramid: PeakPyramid): number {
  const coarsest = pyramid.levels[pyramid.levels.length - 1]
  return Math.max(0, ...coarsest.channels.flatMap((peaks) => Array.from(peaks, Math.abs)))
}

/** The largest |sample| of one channel in a stretch, to the finest peaks that there are. */
export function peakBetween({ levels }: PeakPyramid, channel: number, startSample: number, endSample: number): number {
  const { samplesPerPeak, channels } = levels[0]
  const peaks = channels[channel]
  const first = Math.max(0, Math.floor(startSample / samplesPerPeak))
  const last = Math.min(peaks.length / 2 - 1, Math.floor(endSample / samplesPerPeak))
  let peak = 0
  for (let i = first; i <= last; i++) peak = Math.max(peak, -peaks[2 * i], peaks[2 * i + 1])
  return peak
}
