import { expect, test } from 'vitest'
import { componentFeatures, panOf } from '@core/grouping/component-features'
import { productModel, type FactorModel, type Factors } from '@core/separation/factors'

const layout = { sampleRate: 8000, windowSamples: 16, hopSamples: 4 }

function factorsOf(model: FactorModel, W: number[]): Factors {
  return { rank: 3, binCount: 9, columnCount: 4, model, W: Float32Array.from(W), H: new Float32Array(12).fill(1) }
}

const single = Array.from({ length: 27 }, (_, i) => (i * 7) % 5)

test('the pan of a component is how its gains in the first two channels differ', () => {
  const channelGains = Float32Array.of(2, 1, 0, 0, 1, 0.5)
  const factors = factorsOf({ kind: 'stereo', channelGains }, single)
  expect([0, 1, 2].map((k) => panOf(factors, k))).toEqual([-1, 0, 1])
  expect(componentFeatures(factors, layout, 0).pan).toBe(-1)
})

test('there is no pan without a model of two channels', () => {
  expect(panOf(factorsOf(productModel, single), 0)).toBeNull()
  expect(panOf(factorsOf({ kind: 'stereo', channelGains: new Float32Array(3).fill(1) }, single), 0)).toBeNull()
})

test('a component that is in neither channel stands in the middle', () => {
  expect(panOf(factorsOf({ kind: 'stereo', channelGains: new Float32Array(6) }, single), 0)).toBe(0)
})

test('a template of several columns has the features of their sum', () => {
  const apart = single.map((value) => [value * 0.25, value * 0.75])
  const W = [0, 1, 2].flatMap((k) => [0, 1].flatMap((lag) => apart.slice(9 * k, 9 * k + 9).map((parts) => parts[lag])))
  const factors = factorsOf({ kind: 'convolution', lagCount: 2 }, W)
  for (const k of [0, 1, 2]) {
    const [long, short] = [factors, factorsOf(productModel, single)].map((of) => componentFeatures(of, layout, k))
    expect(long.centroid).toBeCloseTo(short.centroid, 5)
    expect(long.weight).toBeCloseTo(short.weight, 5)
  }
})
