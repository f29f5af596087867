import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { coarseArena, coarseArenaEnd, coarseChunkCount } from '@core/separation/coarse-arena'
import type { coarseGrid } from '@core/separation/coarse-grid'
import { firstBin } from '@core/separation/coarse-grid'
import { coarseSchedule } from '@core/separation/coarse-schedule'
import { sumCells } from '@core/separation/coarse-values'
import type { NmfProblem } from '@core/separation/nmf-problem'
import { loadValues, nmfValues, nmfValuesEnd } from '@core/separation/nmf-values'
import { lastCost, neverRises, problemOf, randomMagnitudes, run } from './nmf-cases'

/** As small as it gets with a coarse start. */
const small = problemOf({ binCount: 257, columnCount: 321, rank: 2, updates: 'fast', iterationCount: 80 })

describe('a start on coarser cells', () => {
  it('is made of whole groups of bins and columns, whatever the shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 256, max: 600 }),
        fc.integer({ min: 300, max: 600 }),
        fc.integer({ min: 1, max: 3 }),
        (binCount, columnCount, rank) => {
          const problem = { ...small, binCount, columnCount, rank, iterationCount: 1000 }
          const stages = coarseSchedule(problem)?.stages ?? []
          if (stages.length === 0) {
            expect(columnCount).toBeLessThan(160 * rank)
            return
          }
          for (const { grid } of stages) {
            expect(firstBin(grid, grid.binCount, binCount)).toBe(binCount)
            for (let g = 0; g < grid.binCount; g++) {
              expect(firstBin(grid, g + 1, binCount)).toBeGreaterThan(firstBin(grid, g, binCount))
            }
          }
          const buffer = new ArrayBuffer(coarseArenaEnd(problem, nmfValuesEnd(problem)))
          const values = nmfValues(problem, buffer)
          loadValues(values, randomMagnitudes(problem, 3))
          const arenas = coarseArena(problem, buffer, nmfValuesEnd(problem), 0)
          // what an earlier problem left there
          for (const { V } of arenas) V.fill(7)
          for (let chunk = 0; chunk < coarseChunkCount; chunk++) sumCells(values, arenas[0], arenas[2], chunk)
          for (const { V, stage, shape } of arenas) {
            const expected = plainSums(values.V, values.paddedBins, problem, stage.grid, shape.rows, V.length)
            for (let i = 0; i < V.length; i++) if (Math.abs(V[i] - expected[i]) > 1e-3) expect(V[i]).toBe(expected[i])
          }
        }
      ),
      { numRuns: 20 }
    )
  })

  it('is not made where sums say nothing, of what is given, fixed, weighted or penalised, or too short', () => {
    expect(coarseSchedule(small)).not.toBeNull()
    const W = new Float32Array(2 * 257).fill(1 / 257)
    const others: Partial<NmfProblem>[] = [
      { updates: 'exact' },
      { beta: 2 },
      { beta: 0.5 },
      { channelCount: 2 },
      { weights: new Float32Array(257 * 321).fill(1) },
      { continuity: 1 },
      { sparsity: 1 },
      { prunes: true },
      { start: { W, H: null, channelGains: null } },
      { start: { W, H: null, channelGains: null }, fixedTemplates: [true, false] },
      { columnCount: 319 },
      { columnCount: 1 },
      { rank: 3 },
      { rank: 60 },
      { binCount: 200 },
      { iterationCount: 11 }
    ]
    for (const options of others) expect(coarseSchedule({ ...small, ...options })).toBeNull()
    const nothing = new Float32Array(2 * 257).fill(NaN)
    expect(coarseSchedule({ ...small, start: { W: nothing, H: null, channelGains: null } })).not.toBeNull()
  })

  it('ends in factors like any other: costs never rise, templates sum to 1, nothing is negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 320, max: 400 }), (seed, columnCount) => {
        const problem = { ...small, seed, columnCount, iterationCount: 60 }
        expect(coarseSchedule(problem)).not.toBeNull()
        const outcome = run(randomMagnitudes(problem, seed ^ 3), problem)
        expect(neverRises(outcome)).toBe(true)
        expect(outcome.costs[0].iteration).toBe(coarseSchedule(problem)!.iterations + 1)
        expect(outcome.factors.H.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
        for (let k = 0; k < 2; k++) {
          const sum = outcome.factors.W.subarray(k * 257, (k + 1) * 257).reduce((a, b) => a + b, 0)
          expect(sum).toBeCloseTo(1, 4)
        }
      }),
      { numRuns: 4 }
    )
  })

  it('makes nothing of silence and of one loud value', () => {
    const silence = new Float32Array(257 * 321)
    expect(run(silence, small).costs).toEqual([{ iteration: 80, cost: 0 }])
    const impulse = run(silence.slice().fill(1e6, 3000, 3001), small)
    expect(impulse.factors.H.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
    expect(lastCost(impulse)).toBeLessThan(1e-3)
  })

  it('is further than as many classical iterations where neighbours are alike, as in recordings', () => {
    const problem = problemOf({ binCount: 257, columnCount: 320, rank: 2, iterationCount: 80 })
    const V = decayingTones(problem)
    const [first] = run(V, { ...problem, updates: 'fast' }).costs.slice(1)
    const exact = run(V, { ...problem, iterationCount: first.iteration + 5 })
    expect(first.cost).toBeLessThan(lastCost(exact))
  })
})

/** Six tones with partials as wide as a window makes them, struck at random. */
function decayingTones({ binCount, columnCount }: NmfProblem): Float32Array {
  const random = createRandom(5)
  const V = new Float32Array(binCount * columnCount).fill(1e-4)
  for (let strike = 0; strike < 40; strike++) {
    const pitchBins = 9 + 2.3 * Math.floor(6 * random())
    const level = 0.2 + random()
    const first = Math.floor(columnCount * random())
    for (let n = first; n < columnCount; n++) {
      for (let f = 0; f < binCount; f++) {
        const partial = Math.max(1, Math.round(f / pitchBins))
        const peak = Math.exp(-(((f - partial * pitchBins) / 1.5) ** 2))
        V[n * binCount + f] += (level / partial) * peak * Math.exp(-(n - first) / (20 / partial))
      }
    }
  }
  return V
}

function plainSums(
  V: Float32Array,
  paddedBins: number,
  { binCount, columnCount }: NmfProblem,
  grid: ReturnType<typeof coarseGrid>,
  rows: number,
  length: number
): Float64Array {
  const sums = new Float64Array(length)
  for (let n = 0; n < columnCount; n++) {
    let group = 0
    for (let f = 0; f < binCount; f++) {
      if (f >= firstBin(grid, group + 1, binCount)) group++
      sums[Math.floor(n / grid.columnsPerGroup) * rows + group] += V[n * paddedBins + f]
    }
  }
  return sums
}
