import { expect, it } from 'vitest'
import { panText, spokenPan } from '../../../src/renderer/views/rows/pan-text'

it('names the side and how far a component lies there', () => {
  expect([-1, -0.4, 0.25, 1].map(panText)).toEqual(['L 100', 'L 40', 'R 25', 'R 100'])
  expect([-0.4, 0.25].map(spokenPan)).toEqual(['40 percent left', '25 percent right'])
})

it('calls the middle what is hardly out of it', () => {
  expect([-0.04, 0, 0.04].map(panText)).toEqual(['C', 'C', 'C'])
  expect(spokenPan(-0.04)).toBe('in the middle')
})
