import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsOf, hintField } from '@core/separation/hint-field'
import type { Hint, HintArea } from '@core/separation/hints'
import { columnStart, stftLayout } from '@core/spectral/stft-layout'

const sampleRate = 8000
const layout = stftLayout(8000, 512, 128)
const binHertz = sampleRate / 512

const box = (startSeconds: number, endSeconds: number, lowHertz: number, highHertz: number): HintArea => ({
  kind: 'box',
  startSeconds,
  endSeconds,
  lowHertz,
  highHertz
})

const cells = (area: HintArea) => [...cellsOf(area, layout, sampleRate)]

describe('the cells of a painted area', () => {
  test('are those whose middle lies in the box, at least one in each direction', () => {
    // never at the middle of a column, where rounding would decide
    const time = fc.integer({ min: 0, max: 990 }).map((milliseconds) => (milliseconds + 0.3) / 1000)
    const hertz = fc.double({ min: 0, max: 3999, noNaN: true })
    fc.assert(
      fc.property(time, time, hertz, hertz, (t1, t2, f1, f2) => {
        const [start, end, low, high] = [Math.min(t1, t2), Math.max(t1, t2), Math.min(f1, f2), Math.max(f1, f2)]
        const found = cells(box(start, end, low, high))
        const isInside = (column: number) => {
          const middle = (columnStart(layout, column) + 256) / sampleRate
          return middle >= start && middle <= end
        }
        const expected = Array.from({ length: layout.columnCount }, (_, column) => column).filter(isInside)
        if (expected.length > 0) expect(found.map(({ column }) => column)).toEqual(expected)
        else expect(found).toHaveLength(1)
        for (const { firstBin, endBin } of found) {
          expect(endBin).toBeGreaterThan(firstBin)
          if (endBin - firstBin === 1) continue
          expect(firstBin * binHertz).toBeGreaterThanOrEqual(low - 1e-6)
          expect((endBin - 1) * binHertz).toBeLessThanOrEqual(high + 1e-6)
        }
      })
    )
  })

  test('follow a stroke through its points, as wide as the brush', () => {
    const stroke: HintArea = {
      kind: 'stroke',
      points: [
        { seconds: 0.2, hertz: 500 },
        { seconds: 0.6, hertz: 2000 }
      ],
      radiusSeconds: 0.01,
      radiusOctaves: 0.1
    }
    const found = cells(stroke)
    const at = (seconds: number) => {
      const nearest = (column: number) => Math.abs((columnStart(layout, column) + 256) / sampleRate - seconds)
      return found.reduce((best, next) => (nearest(next.column) < nearest(best.column) ? next : best))
    }
    // half of the time is half of the two octaves
    const { firstBin, endBin } = at(0.4)
    expect(firstBin * binHertz).toBeLessThan(1000)
    expect(endBin * binHertz).toBeGreaterThan(1000)
    expect((endBin - firstBin) * binHertz).toBeLessThan(350)
    expect(at(0.2).firstBin * binHertz).toBeLessThan(500)
    expect(found.every(({ column }) => column >= 13 && column <= 42)).toBe(true)
  })

  test('are none outside of the recording, and one where a point was touched', () => {
    expect(cells(box(5, 6, 100, 200))).toEqual([])
    expect(cells(box(0.5, 0.6, 5000, 6000))).toEqual([])
    const point: HintArea = {
      kind: 'stroke',
      points: [{ seconds: 0.5, hertz: 1000 }],
      radiusSeconds: 0,
      radiusOctaves: 0
    }
    expect(cells(point).length).toBeGreaterThanOrEqual(1)
    expect(cells(point)[0]).toMatchObject({ firstBin: 64, endBin: 65 })
  })
})

describe('a field of hints', () => {
  test('lists the runs of each column in the order of the hints, without those about sources that are not there', () => {
    const hint = (source: string, sign: Hint['sign'], low: number): Hint => ({
      source,
      sign,
      area: box(0.25, 0.3, low, low + 100)
    })
    const field = hintField(
      [hint('b', 'is', 1000), hint('gone', 'is', 1000), hint('a', 'is-not', 2000)],
      ['a', 'b'],
      layout,
      sampleRate
    )
    const counts = Array.from(field.columnOffsets.slice(1), (end, n) => end - field.columnOffsets[n])
    expect(new Set(counts)).toEqual(new Set([0, 2]))
    expect([...field.runs.slice(0, 8)]).toEqual([64, 71, 1, 1, 128, 135, 0, -1])
    expect(field.sourceCount).toBe(2)
  })
})
