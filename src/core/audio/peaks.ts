/** The finest level of the peak pyramid. */
export const basePeakSamples = 256

/**
 * Exact minimum and maximum of each block of samples; the last block may be shorter.
 *
 * @returns [min0, max0, min1, max1, …], 2 · ceil(length / samplesPerPeak) values
 */
export function computePeaks(samples: Float32Array, samplesPerPeak: number): Float32Array {
  const peakCount = Math.ceil(samples.length / samplesPerPeak)
  const peaks = new Float32Array(2 * peakCount)
  for (let peak = 0; peak < peakCount; peak++) {
    const end = Math.min(samples.length, (peak + 1) * samplesPerPeak)
    let min = Infinity
    let max = -Infinity
    for (let i = peak * samplesPerPeak; i < end; i++) {
      const sample = samples[i]!
      if (sample < min) min = sample
      if (sample > max) max = sample
    }
    peaks[2 * peak] = min
    peaks[2 * peak + 1] = max
  }
  return peaks
}

/**
 * The next coarser level: each pair of neighbours joined, a last one without neighbour kept.
 *
 * @param peaks [min0, max0, min1, max1, …]
 */
export function coarserPeaks(peaks: Float32Array): Float32Array {
  const coarser = new Float32Array(2 * Math.ceil(peaks.length / 4))
  for (let i = 0; i < coarser.length; i += 2) {
    const left = 2 * i
    const right = left + 2 < peaks.length ? left + 2 : left
    coarser[i] = Math.min(peaks[left]!, peaks[right]!)
    coarser[i + 1] = Math.max(peaks[left + 1]!, peaks[right + 1]!)
  }
  return coarser
}
