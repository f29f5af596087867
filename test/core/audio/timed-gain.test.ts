import { cosineRamp, rampSeconds } from '@core/audio/cosine-ramp'
import { applyGains, gainAt, placeGain, type TimedGain } from '@core/audio/timed-gain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const sampleRate = 1000
const edge = rampSeconds * sampleRate
const lengthSamples = 1000
const place = (gain: TimedGain, cuts: { startSample: number; endSample: number }[] = []) =>
  placeGain(gain, { cuts, lengthSamples, sampleRate })
const constant = (startSample: number, endSample: number, gain = 0.25): TimedGain => ({
  startSample,
  endSample,
  shape: 'constant',
  gain
})
const valuesOf = (placed: ReturnType<typeof place>) =>
  Array.from({ length: lengthSamples }, (_, sample) => gainAt(placed, sample))

test('outside its stretch everything is as it was, to the last bit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 998 }), fc.integer({ min: 1, max: 400 }), (start, length) => {
      const end = Math.min(999, start + length)
      fc.pre(end > start)
      const values = valuesOf(place(constant(start, end, 0)))
      expect(values.slice(0, start + 1).every((value) => value === 1)).toBe(true)
      expect(values.slice(end).every((value) => value === 1)).toBe(true)
    })
  )
})

test('its edges lie within it and take 5 ms each, without a step', () => {
  const values = valuesOf(place(constant(100, 200)))
  expect(values.slice(100 + edge, 200 - edge + 1).every((value) => value === 0.25)).toBe(true)
  const steps = values.map((value, i) => Math.abs(value - (values[i - 1] ?? value)))
  // a raised cosine over 5 samples rises by at most (π/2)/5
  expect(Math.max(...steps)).toBeLessThan((0.75 * (Math.PI / 2)) / edge)
})

test('one shorter than both edges reaches its value in the middle', () => {
  expect(gainAt(place(constant(100, 106)), 103)).toBeCloseTo(0.25, 12)
})

describe('a fade', () => {
  test('is a straight line between silence and full gain, and a step back is an edge', () => {
    const out = valuesOf(place({ startSample: 100, endSample: 300, shape: 'fade-out', gain: 1 }))
    expect(out[200]).toBeCloseTo(0.5, 12)
    expect(out[250]).toBeCloseTo(0.25, 12)
    expect(out[300]).toBe(1)
    const fadeIn = valuesOf(place({ startSample: 100, endSample: 300, shape: 'fade-in', gain: 1 }))
    expect(fadeIn[150]).toBeCloseTo(0.25, 12)
    expect(fadeIn[102]).toBeGreaterThan(0.5)
  })

  test('at the beginning and end of the recording needs no edge', () => {
    const fadeIn = valuesOf(place({ startSample: 0, endSample: 100, shape: 'fade-in', gain: 1 }))
    expect(fadeIn.slice(0, 3)).toEqual([0, 0.01, 0.02])
    const out = valuesOf(place({ startSample: 900, endSample: 1000, shape: 'fade-out', gain: 1 }))
    expect(out[999]).toBeCloseTo(0.01, 12)
  })
})

test('at a cut it has no edge and holds on to the middle of what is not heard', () => {
  const cuts = [{ startSample: 100, endSample: 200 }]
  const after = place(constant(200, 300), cuts)
  expect([gainAt(after, 149), gainAt(after, 150), gainAt(after, 200)]).toEqual([1, 0.25, 0.25])
  const before = place(constant(50, 100), cuts)
  expect([gainAt(before, 99), gainAt(before, 149), gainAt(before, 150)]).toEqual([0.25, 0.25, 1])
  expect(gainAt(place(constant(0, 50)), -2000)).toBe(0.25)
})

test('blocks are changed as the whole is, whatever their size', () => {
  const placed = [place(constant(100, 400)), place({ startSample: 300, endSample: 700, shape: 'fade-in', gain: 1 })]
  const whole = [Float32Array.from({ length: lengthSamples }, (_, i) => Math.sin(i))]
  const pieces = whole[0].slice()
  applyGains(whole, lengthSamples, 0, placed)
  for (let from = 0; from < lengthSamples; from += 130) {
    applyGains([pieces.subarray(from)], Math.min(130, lengthSamples - from), from, placed)
  }
  expect(pieces).toEqual(whole[0])
  expect(whole[0][350]).toBeCloseTo(Math.sin(350) * 0.25 * 0.125, 6)
})

test('the ramp rises from 0 to 1 in 5 ms', () => {
  const ramp = cosineRamp(44_100)
  expect([ramp[0], ramp.length - 1, ramp.at(-1)]).toEqual([0, 221, 1])
})
