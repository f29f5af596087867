import { createRandom } from '@core/math/random'
import { matchComponents, type TemplateSet } from '@core/separation/component-matching'
import { productModel } from '@core/separation/factors'
import { templatesInBins } from '@core/separation/warm-start'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** Templates with a few peaks each, and a little of everything. */
function peaks(rank: number, binCount: number, seed: number): TemplateSet {
  const random = createRandom(seed)
  const W = Float32Array.from({ length: rank * binCount }, () => 0.002 * random())
  for (let k = 0; k < rank; k++) {
    for (let peak = 0; peak < 6; peak++) W[k * binCount + Math.floor(random() * binCount)] += 0.1 + random()
  }
  return { rank, binCount, model: productModel, W }
}

function permuted({ binCount, ...set }: TemplateSet, order: readonly number[]): TemplateSet {
  const W = new Float32Array(order.length * binCount)
  order.forEach((from, to) => W.set(set.W.subarray(from * binCount, (from + 1) * binCount), to * binCount))
  return { ...set, rank: order.length, binCount, W }
}

const former = peaks(6, 257, 3)

describe('components of two separations', () => {
  test('are found again in any order, with some left out, however loud and a little changed', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 })
    fc.assert(
      fc.property(order, fc.double({ min: 0.01, max: 100, noNaN: true }), (kept, gain) => {
        const random = createRandom(kept.length)
        const next = permuted(former, kept)
        const changed = next.W.map((value) => gain * (value + 0.01 * random()))
        expect(matchComponents(former, { ...next, W: changed })).toEqual(kept)
      })
    )
  })

  test('that have nothing to do with each other are not matched', () => {
    expect(matchComponents(former, peaks(6, 257, 4))).toEqual(new Array(6).fill(null))
    const silent = { ...former, W: new Float32Array(former.W.length) }
    expect(matchComponents(former, silent)).toEqual(new Array(6).fill(null))
  })

  test('that are new stand beside those found again', () => {
    const next = permuted({ ...former, W: Float32Array.from([...former.W, ...peaks(1, 257, 9).W]) }, [4, 6, 0])
    expect(matchComponents(former, next)).toEqual([4, null, 0])
  })

  test('are compared over Hz when the windows differ, whichever is longer', () => {
    const order = [2, 0, 5]
    const next = permuted(former, order)
    for (const binCount of [129, 1025]) {
      const other = { ...next, binCount, W: templatesInBins(next.W, 3, binCount) }
      expect(matchComponents(former, other)).toEqual(order)
      expect(matchComponents(other, former)).toEqual([1, null, 0, null, null, 2])
    }
  })

  test('are compared by the sum over lags when templates are several columns long', () => {
    const W = new Float32Array(2 * former.W.length)
    for (let k = 0; k < 6; k++) {
      const template = former.W.subarray(k * 257, (k + 1) * 257)
      W.set(
        template.map((value, f) => (f % 2 ? value : 0)),
        2 * k * 257
      )
      W.set(
        template.map((value, f) => (f % 2 ? 0 : value)),
        (2 * k + 1) * 257
      )
    }
    const lagged: TemplateSet = { ...former, model: { kind: 'convolution', lagCount: 2 }, W }
    expect(matchComponents(former, lagged)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('are matched for the best of all together, not one by one', () => {
    const set = (rows: number[][]): TemplateSet => ({
      rank: 2,
      binCount: 3,
      model: productModel,
      W: Float32Array.from(rows.flat())
    })
    const [a, b] = [
      [1, 0.8, 0],
      [1, 0, 0]
    ]
    // the first is nearest to a, but then the second would have nothing
    expect(
      matchComponents(
        set([a, b]),
        set([
          [1, 0.7, 0],
          [0.6, 0.8, 0]
        ])
      )
    ).toEqual([1, 0])
  })
})
