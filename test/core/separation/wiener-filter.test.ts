import { describe, expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { createRandom } from '@core/math/random'
import { productModel, type Factors } from '@core/separation/factors'
import { MaskStream } from '@core/separation/mask-stream'
import { FactorMasks } from '@core/separation/masks-of-factors'
import type { SourceShaping } from '@core/separation/weighted-masks'
import { measureCovariances } from '@core/separation/wiener-filter'
import { stftLayout } from '@core/spectral/stft-layout'

const sampleRate = 8000
const lengthSamples = 8000
const layout = stftLayout(lengthSamples, 256, 64)
const { binCount, columnCount } = layout
const random = createRandom(8)
const noise = () => Float32Array.from({ length: lengthSamples }, () => random() - 0.5)

/** Two noises whose masks say next to nothing: three quarters to one, in alternate halves of the recording. */
const [first, second] = [noise(), noise()]
const factors: Factors = {
  rank: 2,
  binCount,
  columnCount,
  model: productModel,
  W: new Float32Array(2 * binCount).fill(1 / binCount),
  H: Float32Array.from({ length: 2 * columnCount }, (_, i) =>
    i < columnCount === i % columnCount < columnCount / 2 ? 3 : 1
  )
}
const envelope = (t: number, isFirst: boolean) => (isFirst === t < lengthSamples / 2 ? 1 : 0.3)
const sources = { componentSources: Int32Array.of(0, 1), sourceCount: 2 }

function stems(place: readonly [number, number], isFiltered: boolean) {
  const parts = [
    first.map((value, t) => value * envelope(t, true)),
    second.map((value, t) => value * envelope(t, false))
  ]
  // the first source as far left as place says, the second as far right
  const channels = [0, 1].map((channel) =>
    parts[0].map((value, t) => value * place[channel] + parts[1][t] * place[1 - channel])
  )
  const source = clipSource({ sampleRate, lengthSamples, channels })
  let covariances: Float32Array | null = null
  if (isFiltered) {
    const work = measureCovariances({ source, layout, masks: new FactorMasks(factors), sources })
    let step = work.next()
    while (!step.done) step = work.next()
    covariances = step.value
  }
  const shaping: SourceShaping = { ...sources, hints: null, exponent: 1, covariances }
  const outputs = [0, 1].map((component) => {
    const stream = new MaskStream({ source, factors, windowSamples: 256, hopSamples: 64, sampleRate, shaping })
    stream.setGains(Float32Array.from([0, 1], (k) => (k === component ? 1 : 0)))
    const output = [new Float32Array(lengthSamples), new Float32Array(lengthSamples)]
    stream.read(output, lengthSamples)
    return output
  })
  const error = outputs[0][0].reduce((sum, value, t) => sum + (value - parts[0][t] * place[0]) ** 2, 0)
  return { channels, outputs, error }
}

describe('the Wiener filter over two channels', () => {
  test('gives stems that add up to the recording in both', () => {
    for (const place of [
      [0.9, 0.2],
      [0.7, 0.7],
      [1, 0]
    ] as const) {
      const { channels, outputs } = stems(place, true)
      for (const channel of [0, 1]) {
        const worst = channels[channel].reduce(
          (most, value, t) => Math.max(most, Math.abs(outputs[0][channel][t] + outputs[1][channel][t] - value)),
          0
        )
        expect(worst).toBeLessThan(1e-5)
      }
    }
  })

  test('tells apart what stands at different places, and not what stands at one', () => {
    const wide = [0.9, 0.2] as const
    expect(stems(wide, true).error).toBeLessThan(0.6 * stems(wide, false).error)
    const middle = [0.7, 0.7] as const
    const ratio = stems(middle, true).error / stems(middle, false).error
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.2)
  })
})
