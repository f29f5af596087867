import { expect, test } from 'vitest'
import { writeBandWeights } from '@core/spectral/frequency-band'

const sampleRate = 44_100
const binCount = 2049
const binHertz = sampleRate / 4096

function weightsOf(lowHertz: number, highHertz: number): Float32Array {
  const weights = new Float32Array(binCount)
  writeBandWeights(weights, { lowHertz, highHertz }, sampleRate)
  return weights
}

test('the weights are 1 in the band, fall over three bins at least, and are 0 beyond', () => {
  const weights = weightsOf(100 * binHertz, 110 * binHertz)
  expect(weights.subarray(100, 111).every((weight) => weight === 1)).toBe(true)
  expect([...weights.subarray(97, 100)].map((weight) => Number(weight.toFixed(3)))).toEqual([0, 0.25, 0.75])
  expect([...weights.subarray(111, 114)].map((weight) => Number(weight.toFixed(3)))).toEqual([0.75, 0.25, 0])
  expect(weights.filter((weight) => weight > 0)).toHaveLength(15)
})

test('high up the edges are a third of a semitone wide', () => {
  const weights = weightsOf(5000, 10_000)
  const lastBelow = weights.findIndex((weight) => weight > 0) * binHertz
  expect(12 * Math.log2(5000 / lastBelow)).toBeCloseTo(1 / 3, 1)
  const firstAbove = (weights.findLastIndex((weight) => weight > 0) + 1) * binHertz
  expect(12 * Math.log2(firstAbove / 10_000)).toBeCloseTo(1 / 3, 1)
})

test('a band of all frequencies lets all of them through', () => {
  expect(weightsOf(0, sampleRate / 2).every((weight) => weight === 1)).toBe(true)
})

test('a band narrower than a bin is still heard', () => {
  const weights = weightsOf(440, 441)
  expect(Math.max(...weights)).toBeGreaterThan(0.9)
})
