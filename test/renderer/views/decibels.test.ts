import { gainDecibelsRange } from '@core/project/project'
import { expect, test } from 'vitest'
import { decibelsText, levelText, spokenDecibels } from '../../../src/renderer/views/controls/decibels'

test('gains are written with the signs of mathematics, and never as minus nothing', () => {
  expect([0, 2, -1.5, -0.04, 0.04].map(decibelsText)).toEqual(['0.0', '+2.0', '−1.5', '0.0', '0.0'])
})

test('the end of a fader is silence, a level has no such end', () => {
  expect(decibelsText(gainDecibelsRange.min)).toBe('−∞')
  expect(levelText(gainDecibelsRange.min)).toBe(`−${-gainDecibelsRange.min}.0`)
  expect(levelText(null)).toBe('−∞')
})

test('a screen reader hears words', () => {
  expect([-3, 0, 1.5, gainDecibelsRange.min].map(spokenDecibels)).toEqual([
    'minus 3.0 decibels',
    '0.0 decibels',
    '1.5 decibels',
    'silent'
  ])
})
