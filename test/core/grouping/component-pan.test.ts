import { expect, test } from 'vitest'
import { panOf } from '@core/grouping/component-pan'
import { productModel, type FactorModel, type Factors } from '@core/separation/factors'

function factorsOf(model: FactorModel, W: number[]): Factors {
  return { rank: 3, binCount: 9, columnCount: 4, model, W: Float32Array.from(W), H: new Float32Array(12).fill(1) }
}

const single = Array.from({ length: 27 }, (_, i) => (i * 7) % 5)

test('the pan of a component is how its gains in the first two channels differ', () => {
  const channelGains = Float32Array.of(2, 1, 0, 0, 1, 0.5)
  const factors = factorsOf({ kind: 'stereo', channelGains }, single)
  expect([0, 1, 2].map((k) => panOf(factors, k))).toEqual([-1, 0, 1])
})

test('there is no pan without a model of two channels', () => {
  expect(panOf(factorsOf(productModel, single), 0)).toBeNull()
  expect(panOf(factorsOf({ kind: 'stereo', channelGains: new Float32Array(3).fill(1) }, single), 0)).toBeNull()
})

test('a component that is in neither channel stands in the middle', () => {
  expect(panOf(factorsOf({ kind: 'stereo', channelGains: new Float32Array(6) }, single), 0)).toBe(0)
})
