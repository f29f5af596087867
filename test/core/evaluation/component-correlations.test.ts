import { describe, expect, test } from 'vitest'
import { bestGrouping } from '@core/evaluation/best-grouping'
import { correlateComponents, measureGroups, type ComponentCorrelations } from '@core/evaluation/component-correlations'
import { ComponentSignals } from '@core/evaluation/component-signals'
import { judge } from '@core/evaluation/judge'
import { sourceGroup, streamGroup } from '@core/evaluation/signal-group'
import { createRandom } from '@core/math/random'
import { productModel, type Factors } from '@core/separation/factors'
import { MaskStream } from '@core/separation/mask-stream'
import { stftLayout } from '@core/spectral/stft-layout'
import { doubleSource, noise, plus, smooth } from './signals'

const lengthSamples = 20_000
const layout = stftLayout(lengthSamples, 512, 128)
const rank = 5
const random = createRandom(6)
const truths = [
  [smooth(noise(1, lengthSamples), 0.97), smooth(noise(2, lengthSamples), 0.95)],
  [smooth(noise(3, lengthSamples), -0.9), smooth(noise(4, lengthSamples), -0.9)]
]
const recording = doubleSource([0, 1].map((channel) => plus(...truths.map((channels) => channels[channel]))))
/** Components 0, 2, 4 are low, 1 and 3 high. */
const factors: Factors = {
  rank,
  binCount: layout.binCount,
  columnCount: layout.columnCount,
  model: productModel,
  W: Float32Array.from({ length: rank * layout.binCount }, (_, i) => {
    const [k, f] = [Math.floor(i / layout.binCount), i % layout.binCount]
    return (0.5 + random()) * (k % 2 === 0 ? Math.exp(-f / 20) : Math.exp((f - layout.binCount) / 40))
  }),
  H: Float32Array.from({ length: rank * layout.columnCount }, () => random())
}

function finish<R>(work: Generator<unknown, R>): R {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

const correlations = finish(
  correlateComponents({
    truths: sourceGroup(truths.map(doubleSource)),
    components: new ComponentSignals(recording, factors, layout),
    lengthSamples
  })
)

describe('measures of groups', () => {
  test('are those that the judge gives to streams of the same components', () => {
    const labels = [0, 1, 0, 0, 1]
    const streams = [0, 1].map((group) => {
      const stream = new MaskStream({
        source: recording,
        factors,
        windowSamples: 512,
        hopSamples: 128,
        sampleRate: 8000
      })
      stream.setGains(Float32Array.from(labels, (own) => (own === group ? 1 : 0)))
      return stream
    })
    const judged = finish(
      judge({
        names: ['a', 'b'],
        truths: sourceGroup(truths.map(doubleSource)),
        mixture: sourceGroup([recording]),
        estimates: streamGroup(streams, 2),
        idealMasks: null,
        lengthSamples,
        view: 'mean'
      })
    )
    const groups = measureGroups(correlations, labels, 2)
    for (const [source, { estimate, measures }] of judged.sources.entries()) {
      for (const key of ['sdr', 'sir', 'sar', 'siSdr'] as const) {
        expect(groups[estimate!][source][key]).toBeCloseTo(measures[key], 2)
      }
    }
  })

  test('of an empty group are the worst', () => {
    expect(measureGroups(correlations, [0, 0, 0, 0, 0], 2)[1][0].sdr).toBe(-60)
  })
})

describe('the best grouping', () => {
  const meanOf = (of: ComponentCorrelations, labels: ArrayLike<number>) => {
    const groups = measureGroups(of, labels, 2)
    return (groups[0][0].siSdr + groups[1][1].siSdr) / 2
  }

  test('is no worse than any other of few components', () => {
    const { labels, siSdr } = bestGrouping(correlations)
    expect([...labels]).toEqual([0, 1, 0, 1, 0])
    expect(siSdr).toBeCloseTo(meanOf(correlations, labels), 6)
    for (let code = 0; code < 2 ** rank; code++) {
      const other = Array.from({ length: rank }, (_, k) => (code >> k) & 1)
      expect(siSdr).toBeGreaterThanOrEqual(meanOf(correlations, other) - 1e-6)
    }
  })
})
