import { interpolateColumns, putColumns, takeColumns } from '@core/separation/activation-rows'
import { columnBlocks, columnsOf, countColumns, sampleRuns } from '@core/separation/column-runs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const counts = fc.integer({ min: 1, max: 5000 })

describe('a sample of columns', () => {
  test('is within the limit, in order, each column once, one run of 16 out of every m', () => {
    fc.assert(
      fc.property(
        counts,
        fc.nat(100),
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(),
        (count, first, columnLimit, seed) => {
          const runs = sampleRuns({ first, count, columnLimit, seed })
          const columns = columnsOf(runs)
          expect(columns).toHaveLength(countColumns(runs))
          expect(columns.length).toBeLessThanOrEqual(Math.max(16, columnLimit))
          expect(
            columns.every((column, i) => column >= first && column < first + count && !(column <= columns[i - 1]))
          ).toBe(true)
          if (count <= columnLimit) expect(runs).toEqual([{ first, count }])
          // no stretch of the recording goes without: two runs are never more than two groups apart
          const group = Math.ceil(Math.ceil(count / 16) / Math.max(1, Math.floor(columnLimit / 16))) * 16
          runs.slice(1).forEach((run, i) => expect(run.first - runs[i].first).toBeLessThan(2 * group))
        }
      )
    )
  })

  test('is the same for the same seed only', () => {
    const sample = (seed: number) => sampleRuns({ first: 0, count: 5000, columnLimit: 500, seed })
    expect(sample(3)).toEqual(sample(3))
    expect(sample(3)).not.toEqual(sample(4))
  })
})

test('blocks hold every column once, none more than the limit, and are of about one length', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 5000 }), (columnCount, columnLimit) => {
      const blocks = columnBlocks(columnCount, columnLimit)
      expect(columnsOf(blocks)).toEqual(Array.from({ length: columnCount }, (_, n) => n))
      const lengths = blocks.map(({ count }) => count)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(Math.max(16, columnLimit))
      expect(Math.max(...lengths.slice(0, -1), 0) - Math.min(...lengths.slice(0, -1), Infinity)).toBeLessThanOrEqual(16)
      expect(Math.min(...lengths)).toBeGreaterThan(0)
    })
  )
})

describe('activations of some columns', () => {
  const H = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13)

  test('are taken and put back', () => {
    expect([...takeColumns(H, 4, [1, 3])]).toEqual([1, 3, 11, 13])
    const copy = H.slice()
    putColumns(Float32Array.of(-1, -2, -3, -4), { first: 1, count: 2 }, copy, 4)
    expect([...copy]).toEqual([0, -1, -2, 3, 10, -3, -4, 13])
  })

  test('are a line between those that are known, and level beyond them', () => {
    const known = Float32Array.of(2, 6, 0, 8)
    expect([...interpolateColumns(known, [1, 5], [0, 1, 2, 5, 9])]).toEqual([2, 2, 3, 6, 6, 0, 0, 2, 8, 8])
    expect([...interpolateColumns(Float32Array.of(7), [3], [0, 3, 4])]).toEqual([7, 7, 7])
  })
})
