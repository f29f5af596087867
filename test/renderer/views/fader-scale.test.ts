import { gainDecibelsRange } from '@core/project/project'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decibelsToShare, shareToDecibels, snapToUnity } from '../../../src/renderer/views/controls/fader-scale'

const { min, max } = gainDecibelsRange
const decibels = fc.double({ min, max, noNaN: true })

describe('the scale of a fader', () => {
  test('goes from silence to the greatest gain, with 0 dB at three quarters', () => {
    expect(decibelsToShare(min)).toBe(0)
    expect(decibelsToShare(0)).toBe(0.75)
    expect(decibelsToShare(max)).toBe(1)
  })

  test('leads there and back', () => {
    fc.assert(
      fc.property(decibels, (value) => {
        expect(shareToDecibels(decibelsToShare(value))).toBeCloseTo(value, 9)
      })
    )
  })

  test('is nowhere level or falling', () => {
    fc.assert(
      fc.property(decibels, decibels, (one, other) => {
        fc.pre(Math.abs(one - other) > 1e-6)
        expect(decibelsToShare(one) < decibelsToShare(other)).toBe(one < other)
      })
    )
  })

  test('is finer near 0 dB than near silence', () => {
    expect(decibelsToShare(0) - decibelsToShare(-6)).toBeGreaterThan(
      2 * (decibelsToShare(min + 12) - decibelsToShare(min + 6))
    )
  })

  test('holds at its ends, wherever the pointer goes', () => {
    expect(shareToDecibels(-3)).toBe(min)
    expect(shareToDecibels(7)).toBe(max)
    expect(decibelsToShare(min - 100)).toBe(0)
    expect(decibelsToShare(max + 100)).toBe(1)
  })

  test('catches a thumb close to 0 dB', () => {
    expect([-0.5, -0.3, 0, 0.39, 0.4].map(snapToUnity)).toEqual([-0.5, 0, 0, 0, 0.4])
  })
})
