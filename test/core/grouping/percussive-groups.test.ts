import { productModel } from '@core/separation/factors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suggestGroups } from '@core/grouping/percussive-groups'
import { createRandom } from '@core/math/random'
import type { Factors } from '@core/separation/factors'

const layout = { sampleRate: 44_100, windowSamples: 4096, hopSamples: 1024 }
const binCount = 2049
const columnCount = 400

type Activation = (column: number) => number
const struck =
  (period: number): Activation =>
  (n) =>
    Math.exp(-(n % period) / 1.5)
const held =
  (period: number): Activation =>
  (n) =>
    n % period < period / 2 ? 1 : 0.01

/** A template is a bump around a frequency. */
function factorsOf(components: readonly { hertz: number; widthHertz: number; activation: Activation }[]): Factors {
  const rank = components.length
  const W = new Float32Array(rank * binCount)
  const H = new Float32Array(rank * columnCount)
  components.forEach(({ hertz, widthHertz, activation }, k) => {
    for (let f = 0; f < binCount; f++) {
      W[k * binCount + f] = Math.exp(-0.5 * (((f * 44_100) / 4096 - hertz) / widthHertz) ** 2)
    }
    for (let n = 0; n < columnCount; n++) H[k * columnCount + n] = activation(n)
  })
  return { rank, binCount, columnCount, model: productModel, W, H }
}

describe('suggestGroups', () => {
  const kit = factorsOf([
    { hertz: 330, widthHertz: 10, activation: held(90) },
    { hertz: 60, widthHertz: 20, activation: struck(20) },
    { hertz: 82, widthHertz: 8, activation: held(70) },
    { hertz: 9000, widthHertz: 3000, activation: struck(11) },
    { hertz: 200, widthHertz: 150, activation: struck(43) },
    { hertz: 1200, widthHertz: 20, activation: held(110) }
  ])

  it('puts what is struck into group 0 and what is held, also a bass, into group 1', () => {
    const { groups, reasons } = suggestGroups(kit, layout, 2)
    expect(groups).toEqual([1, 0, 1, 0, 0, 1])
    expect(reasons[1]).toMatch(/^short or low: sustain -?0\.\d\d, 100 % of the energy below 200 Hz/)
  })

  it('splits what is held by its height when more groups are asked for', () => {
    const { groups } = suggestGroups(kit, layout, 4)
    expect(groups).toEqual([2, 0, 1, 0, 0, 3])
  })

  it('gives any number of groups up to the rank, none empty, also of silence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1e6 }), fc.nat(), (rank, seed, pick) => {
        const random = createRandom(seed)
        const isSilent = seed % 5 === 0
        const value = (): number => (isSilent ? 0 : random() ** 6)
        const factors = {
          rank,
          binCount: 33,
          columnCount: 20,
          model: productModel,
          W: Float32Array.from({ length: rank * 33 }, value),
          H: Float32Array.from({ length: rank * 20 }, value)
        }
        const count = 1 + (pick % rank)
        const { groups, reasons } = suggestGroups(
          factors,
          { sampleRate: 8000, windowSamples: 64, hopSamples: 16 },
          count
        )
        expect(groups.length).toBe(rank)
        expect(reasons.length).toBe(rank)
        expect([...new Set(groups)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
      }),
      { numRuns: 60 }
    )
  })

  it.each([0, 7, 1.5])('refuses %d groups of 6 components', (count) => {
    expect(() => suggestGroups(kit, layout, count)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
