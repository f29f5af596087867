import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { mergeComponents } from '@core/separation/merge-components'

function randomRows(count: number, length: number, seed: number): Float64Array[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => Float64Array.from({ length }, () => random() ** 3))
}

function massOf(templates: readonly Float64Array[], activations: readonly Float64Array[]): number {
  const sum = (row: Float64Array): number => row.reduce((total, value) => total + value, 0)
  return templates.reduce((total, template, k) => total + sum(template) * sum(activations[k]), 0)
}

describe('mergeComponents', () => {
  it('keeps the sum of all product matrices over bins, over columns and altogether', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 99 }), (count, seed) => {
        const templates = randomRows(6, 9, seed)
        const activations = randomRows(6, 7, seed + 100)
        const merged = mergeComponents({ templates, activations }, count)
        expect(merged.templates).toHaveLength(count)
        expect(massOf(merged.templates, merged.activations)).toBeCloseTo(massOf(templates, activations), 9)
        for (const template of merged.templates) expect(template.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
        const columnSum = ({ templates, activations }: typeof merged): number =>
          massOf(
            templates,
            activations.map((row) => row.subarray(2, 3))
          )
        expect(columnSum(merged)).toBeCloseTo(columnSum({ templates, activations }), 9)
      })
    )
  })

  it('merges those that share a template or an activation first, which loses nothing', () => {
    const [a, b, c] = randomRows(3, 9, 1)
    const [x, y, z] = randomRows(3, 7, 2)
    const same = mergeComponents({ templates: [a, b, c, a.map((value) => 3 * value)], activations: [x, y, z, y] }, 3)
    const product = ({ templates, activations }: typeof same): number[] =>
      Array.from({ length: 63 }, (_, i) =>
        templates.reduce((sum, template, k) => sum + template[i % 9] * activations[k][Math.floor(i / 9)], 0)
      )
    const before = product({ templates: [a, b, c, a.map((value) => 3 * value)], activations: [x, y, z, y] })
    product(same).forEach((value, i) => expect(value).toBeCloseTo(before[i], 9))
    const atOnce = mergeComponents({ templates: [a, b, c], activations: [x, y, x] }, 2)
    const both = product({ templates: [a, b, c], activations: [x, y, x] })
    product(atOnce).forEach((value, i) => expect(value).toBeCloseTo(both[i], 9))
  })

  it('drops components of nothing before any other', () => {
    const templates = randomRows(4, 5, 3)
    const activations = randomRows(4, 6, 4)
    activations[1].fill(0)
    activations[2].fill(0)
    const merged = mergeComponents({ templates, activations }, 2)
    expect(merged.activations.every((row) => row.some((value) => value > 0))).toBe(true)
  })
})
