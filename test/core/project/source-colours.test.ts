import { describe, expect, it } from 'vitest'
import { colourNames } from '@core/project/project'
import { sourceColour } from '@core/project/source-colours'
import { parseHex, rgbToOklab } from '@core/math/oklab'

/** oklch lightness and chroma from the design's table, dark and light */
const designed = {
  sky: [0.743, 0.134, 0.533, 0.16],
  amber: [0.764, 0.145, 0.552, 0.114],
  orchid: [0.67, 0.145, 0.44, 0.161],
  mint: [0.819, 0.129, 0.614, 0.109],
  violet: [0.67, 0.145, 0.441, 0.16],
  lime: [0.829, 0.144, 0.615, 0.16],
  coral: [0.764, 0.142, 0.55, 0.159],
  fern: [0.669, 0.145, 0.441, 0.115]
}

describe('source colours', () => {
  it('have the lightness and chroma they were designed with', () => {
    for (const name of colourNames) {
      const [darkL, darkC, lightL, lightC] = designed[name]
      for (const [theme, lightness, chroma] of [
        ['dark', darkL, darkC],
        ['light', lightL, lightC]
      ] as const) {
        const [l, a, b] = sourceColour(name, theme).oklab
        expect(l).toBeCloseTo(lightness, 2)
        expect(Math.hypot(a, b)).toBeCloseTo(chroma, 2)
      }
    }
  })

  it('are neutral for what belongs to no source', () => {
    const [, a, b] = sourceColour(null, 'dark').oklab
    expect(Math.hypot(a, b)).toBeLessThan(0.02)
  })

  it('turn white and black into the ends of lightness', () => {
    expect(rgbToOklab(parseHex('#FFFFFF'))[0]).toBeCloseTo(1, 4)
    expect(rgbToOklab(parseHex('#000000'))[0]).toBe(0)
  })
})
