import { describe, expect, test } from 'vitest'
import type { SampleSource } from '@core/audio/sample-source'
import { IdealMasks } from '@core/evaluation/ideal-masks'
import { stftLayout } from '@core/spectral/stft-layout'
import { doubleSource, noise, plus, smooth } from './signals'

const lengthSamples = 5000
const layout = stftLayout(lengthSamples, 512, 128)
const sources = [
  [smooth(noise(1, lengthSamples), 0.95), smooth(noise(2, lengthSamples), 0.9)],
  [smooth(noise(3, lengthSamples), -0.9), smooth(noise(4, lengthSamples), -0.8)]
]
const mixture = [0, 1].map((channel) => plus(...sources.map((channels) => channels[channel])))

/** All samples, `[source][channel]`, read in blocks of odd lengths. */
function readAll(truths: readonly SampleSource[], mix: SampleSource): Float32Array[][] {
  const masks = new IdealMasks(mix, truths, layout)
  const whole = truths.map(() => Array.from({ length: mix.channelCount }, () => new Float32Array(lengthSamples)))
  for (let from = 0; from < lengthSamples; from += 777) {
    const count = Math.min(777, lengthSamples - from)
    const outputs = whole.map((channels) => channels.map((samples) => samples.subarray(from, from + count)))
    masks.read(outputs, count)
  }
  return whole
}

describe('ideal masks', () => {
  const read = readAll(sources.map(doubleSource), doubleSource(mixture))

  test('share the recording out: their signals add up to it in every channel', () => {
    for (const channel of [0, 1]) {
      const sum = plus(...read.map((channels) => Float64Array.from(channels[channel])))
      const worst = Math.max(...sum.map((value, t) => Math.abs(value - mixture[channel][t])))
      expect(worst).toBeLessThan(1e-4)
    }
  })

  test('bring each source nearer than the recording is, and give a lone source all', () => {
    const errorOf = (signal: ArrayLike<number>, truth: Float64Array) =>
      truth.reduce((sum, value, t) => sum + (value - signal[t]) ** 2, 0)
    for (const [j, channels] of sources.entries()) {
      for (const [channel, truth] of channels.entries()) {
        expect(errorOf(read[j][channel], truth)).toBeLessThan(0.3 * errorOf(mixture[channel], truth))
      }
    }
    const [[alone]] = readAll([doubleSource([mixture[0]])], doubleSource([mixture[0]]))
    expect(errorOf(alone, mixture[0])).toBeLessThan(1e-6)
  })
})
