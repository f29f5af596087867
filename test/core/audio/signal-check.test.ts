import { expect, it } from 'vitest'
import { SignalCheck } from '@core/audio/signal-check'

it('replaces what no sound can have, and counts it', () => {
  const check = new SignalCheck()
  const samples = Float32Array.of(0.5, NaN, -Infinity, Infinity, -0.25)
  check.clean(samples)
  expect([...samples]).toEqual([0.5, 0, 0, 0, -0.25])
  expect(check.warnings).toEqual([{ kind: 'non-finite', details: { replacedSamples: 3 } }])
})

it('turns subnormal numbers into zero and leaves the smallest normal one', () => {
  const check = new SignalCheck()
  const samples = Float32Array.of(1e-41, -1e-41, 2 ** -126, 0)
  check.clean(samples)
  expect([...samples].map(Math.abs)).toEqual([0, 0, 2 ** -126, 0])
  expect(check.warnings).toEqual([])
})

it('keeps samples over full scale and tells the highest of all pieces', () => {
  const check = new SignalCheck()
  const first = Float32Array.of(-4, 1)
  check.clean(first)
  check.clean(Float32Array.of(2))
  expect([...first]).toEqual([-4, 1])
  expect(check.warnings).toEqual([{ kind: 'over-full-scale', details: { peak: 4 } }])
})
