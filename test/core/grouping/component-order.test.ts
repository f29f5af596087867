import { componentOrders, orderComponents } from '@core/grouping/component-order'
import { productModel, type Factors } from '@core/separation/factors'
import { expect, test } from 'vitest'

const binCount = 257
const columnCount = 40
const layout = { sampleRate: 8000, windowSamples: 512, hopSamples: 128 }

/** Notes at these bins, which sound from these columns on at these heights. */
function factorsOf(notes: readonly { bin: number; column: number; height: number }[]): Factors {
  const W = new Float32Array(notes.length * binCount)
  const H = new Float32Array(notes.length * columnCount)
  notes.forEach(({ bin, column, height }, k) => {
    for (const [offset, share] of [
      [-1, 0.25],
      [0, 0.5],
      [1, 0.25]
    ] as const) {
      W[k * binCount + bin + offset] = share
    }
    H.fill(height, k * columnCount + column, k * columnCount + column + 5)
  })
  return { rank: notes.length, binCount, columnCount, model: productModel, W, H }
}

const factors = factorsOf([
  { bin: 60, column: 20, height: 1 },
  { bin: 20, column: 5, height: 3 },
  { bin: 61, column: 10, height: 2 },
  { bin: 21, column: 0, height: 0.5 }
])
const singles = [[0], [1], [2], [3]]

test.each([
  ['separation', [0, 1, 2, 3]],
  ['loudness', [1, 2, 0, 3]],
  ['pitch', [1, 3, 0, 2]],
  ['time', [3, 1, 2, 0]]
] as const)('%s', (order, expected) => {
  expect(orderComponents(factors, layout, singles, order)).toEqual(expected)
})

test('a component comes in time when it reaches half of its peak, however late that is', () => {
  const swelling = { ...factors, H: factors.H.slice() }
  // The second at columns 5 to 9 is at half of its peak, which comes last of all.
  swelling.H[columnCount + 35] = 6
  expect(orderComponents(swelling, layout, singles, 'time')).toEqual([3, 1, 2, 0])
})

test('similarity puts templates that are alike beside one another, the lower end first', () => {
  const found = orderComponents(factors, layout, singles, 'similarity')
  expect(found.slice(0, 2).sort()).toEqual([1, 3])
  expect(found.slice(2).sort()).toEqual([0, 2])
})

test('merged components are sorted by all that they hold', () => {
  expect(orderComponents(factors, layout, [[0], [2, 3]], 'time')).toEqual([1, 0])
})

test('none and one are in any order as they are', () => {
  for (const order of componentOrders) {
    expect(orderComponents(factors, layout, [], order)).toEqual([])
    expect(orderComponents(factors, layout, [[2]], order)).toEqual([0])
  }
})
