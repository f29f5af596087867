import { expect, test } from 'vitest'
import { productModel } from '@core/separation/factors'
import { groupLevels } from '../../../src/renderer/drawing/group-drawing'

const [rank, binCount, columnCount] = [2, 257, 40]

/** A low tone in the first half, a high one in the second. */
function lowThenHigh() {
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  W[4] = 1
  W[binCount + 200] = 1
  H.fill(1, 0, columnCount / 2)
  H.fill(0.25, columnCount + columnCount / 2)
  return { rank, binCount, columnCount, model: productModel, W, H }
}

test('a group is drawn where its components sound: low first, high later and fainter', () => {
  const [columns, rows] = [20, 16]
  const scene = { factors: lowThenHigh(), indices: [0, 1], sampleRate: 16_000 }
  const levels = groupLevels(scene, columns, rows)
  const column = (x: number) => Array.from({ length: rows }, (_, row) => levels[row * columns + x]!)
  const [early, late] = [column(3), column(15)]
  expect(Math.max(...early)).toBeCloseTo(1, 5)
  expect(Math.max(...late)).toBeCloseTo(0.5, 5)
  expect(early.indexOf(Math.max(...early))).toBeLessThan(late.indexOf(Math.max(...late)))
  const alone = groupLevels({ ...scene, indices: [1] }, columns, rows)
  expect(Math.max(...alone.subarray(0, 9))).toBe(0)
  expect(Math.max(...alone)).toBeCloseTo(1, 5)
})
