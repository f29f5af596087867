import { Fft } from '@core/spectral/fft'
import type { FrequencyBand } from '@core/spectral/frequency-band'
import { hannWindow } from '@core/spectral/window'
import { sampleRate } from './playback-fixture'

/** Level in dB of the sine of a frequency in samples, by a Hann-windowed transform of that one frequency. */
export function levelAt(samples: Float32Array, hertz: number): number {
  let [re, im, sum] = [0, 0, 0]
  for (let t = 0; t < samples.length; t++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / samples.length)
    const angle = (2 * Math.PI * hertz * t) / sampleRate
    re += weight * samples[t]! * Math.cos(angle)
    im += weight * samples[t]! * Math.sin(angle)
    sum += weight
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / sum)
}

/** Power in dB of a band of samples, whose count is a power of two. */
export function powerDecibels(samples: Float32Array, { lowHertz, highHertz }: FrequencyBand): number {
  const size = samples.length
  const window = hannWindow(size)
  const signal = new Float64Array(2 * size)
  const spectrum = new Float64Array(2 * size)
  for (let t = 0; t < size; t++) signal[2 * t] = window[t]! * samples[t]!
  new Fft(size).forward(signal, spectrum)
  let power = 0
  const binHertz = sampleRate / size
  for (let bin = Math.ceil(lowHertz / binHertz); bin <= highHertz / binHertz; bin++) {
    power += spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2
  }
  return 10 * Math.log10(power)
}
