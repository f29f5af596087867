import { componentPicture } from '@core/grouping/component-picture'
import { productModel } from '@core/separation/factors'
import { expect, test } from 'vitest'

const factors = {
  rank: 2,
  binCount: 2,
  columnCount: 3,
  model: productModel,
  W: Float32Array.of(0.75, 0.25, 0, 1),
  H: Float32Array.of(1, 0, 2, 0, 1, 0)
}

test('a single template is shown as it is', () => {
  const { template, activation, pan } = componentPicture(factors, [1])
  expect([[...template], [...activation], pan]).toEqual([[0, 1], [0, 1, 0], null])
})

test('several are shown by the margins of their sum', () => {
  const { template, activation } = componentPicture(factors, [0, 1])
  expect([...template]).toEqual([0.5625, 0.4375])
  expect([...activation]).toEqual([1, 1, 2])
})

test('the position of several is between theirs, by how much they sound', () => {
  const stereo = { ...factors, model: { kind: 'stereo' as const, channelGains: Float32Array.of(2, 0, 0, 2) } }
  expect(componentPicture(stereo, [0, 1]).pan).toBeCloseTo(-0.5)
})
