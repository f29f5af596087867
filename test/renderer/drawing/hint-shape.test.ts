import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsOf } from '@core/separation/hint-field'
import type { HintArea } from '@core/separation/hints'
import { columnStart, stftLayout } from '@core/spectral/stft-layout'
import { isInArea } from '../../../src/renderer/drawing/hint-shape'

const layout = stftLayout(44_100, 1024, 256)

const stroke: HintArea = {
  kind: 'stroke',
  points: [
    { seconds: 0.2, hertz: 400 },
    { seconds: 0.6, hertz: 1600 }
  ],
  ...{ radiusSeconds: 0.05, radiusOctaves: 0.2 }
}

describe('whether a place is painted', () => {
  test.each([
    ['on the line', { seconds: 0.4, hertz: 800 }, true],
    ['a little above it', { seconds: 0.4, hertz: 900 }, true],
    ['an octave above it', { seconds: 0.4, hertz: 1600 }, false],
    ['just behind its end', { seconds: 0.64, hertz: 1600 }, true],
    ['far behind its end', { seconds: 0.7, hertz: 1600 }, false]
  ])('by a brush: %s', (_, place, expected) => {
    expect(isInArea(stroke, place)).toBe(expected)
  })

  test('by a box: as its cells are', () => {
    const value = fc.double({ min: 0.05, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        const [startSeconds, endSeconds] = [Math.min(a, b), Math.max(a, b) + 0.05]
        const [lowHertz, highHertz] = [10_000 * Math.min(c, d), 10_000 * Math.max(c, d) + 200]
        const box: HintArea = { kind: 'box', startSeconds, endSeconds, lowHertz, highHertz }
        for (const { column, firstBin, endBin } of cellsOf(box, layout, 44_100)) {
          const seconds = (columnStart(layout, column) + 512) / 44_100
          const middle = ((firstBin + endBin - 1) / 2) * (44_100 / 1024)
          expect(isInArea(box, { seconds, hertz: middle })).toBe(true)
        }
      })
    )
  })
})
