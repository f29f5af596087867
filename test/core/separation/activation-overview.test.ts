import { expect, test } from 'vitest'
import { activationOverview } from '@core/separation/activation-overview'

test('each stretch has the largest of its activations', () => {
  const H = Float32Array.of(1, 5, 2, 0, 0, 3, 4, 1)
  expect([...activationOverview(H, 4, 2)]).toEqual([5, 2, 3, 4])
})

test('a recording of fewer columns than stretches repeats them', () => {
  expect([...activationOverview(Float32Array.of(1, 2), 2, 4)]).toEqual([1, 1, 2, 2])
})
