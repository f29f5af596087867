import { expect, test } from 'vitest'
import { productModel } from '@core/separation/factors'
import { templateOf } from '@core/separation/templates'

const W = Float32Array.of(1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60)

test('the spectrum of a template of one column is the template itself', () => {
  expect(templateOf({ binCount: 3, model: productModel, W }, 2)).toEqual(Float32Array.of(4, 5, 6))
})

test('the spectrum of a longer template is the sum of its columns', () => {
  const factors = { binCount: 3, model: { kind: 'convolution', lagCount: 2 }, W } as const
  expect(templateOf(factors, 0)).toEqual(Float32Array.of(11, 22, 33))
  expect(templateOf(factors, 1)).toEqual(Float32Array.of(44, 55, 66))
})
