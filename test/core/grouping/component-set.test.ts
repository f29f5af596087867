import { describe, expect, it } from 'vitest'
import { componentFeatureCount, componentFeatureNames, featureIndex } from '@core/grouping/feature-names'
import { networkInputs } from '@core/grouping/network-inputs'
import { relate } from '@core/grouping/relations'
import { componentInputCount, pairInputCount, relationCount, relationNames } from '@core/grouping/feature-names'
import { evenEnergies, measured, strikesAndTones } from './grouping-fixture'

const factors = strikesAndTones(6)
const set = measured(factors)

function feature(of: typeof set, k: number, name: string): number {
  return of.features[k * componentFeatureCount + featureIndex(name)]!
}

describe('features of components', () => {
  it('are 45 finite numbers each, also of silence', () => {
    expect(componentFeatureNames).toHaveLength(45)
    const silent = { ...factors, H: new Float32Array(factors.H.length) }
    for (const measuredSet of [set, measured(silent)]) {
      expect(measuredSet.features).toHaveLength(6 * 45)
      expect(measuredSet.features.every(Number.isFinite)).toBe(true)
      expect(relate(measuredSet).every(Number.isFinite)).toBe(true)
    }
  })

  it('tell struck noise from held tones', () => {
    for (const k of [0, 2, 4]) {
      expect(feature(set, k, 'sustain20')).toBeLessThan(feature(set, k + 1, 'sustain20') - 0.3)
      expect(feature(set, k, 'flatness')).toBeGreaterThan(feature(set, k + 1, 'flatness') + 0.2)
      expect(feature(set, k, 'harmonicity')).toBeLessThan(feature(set, k + 1, 'harmonicity') - 0.1)
      expect(feature(set, k, 'onsetRate')).toBeGreaterThan(feature(set, k + 1, 'onsetRate'))
      expect(feature(set, k, 'after4')).toBeLessThan(feature(set, k + 1, 'after4') - 0.5)
    }
  })

  it('find the fundamental of a tone', () => {
    const hertz = ((8 + 3 * 5) * 8000) / 512
    expect(feature(set, 5, 'fundamental')).toBeCloseTo(Math.log2(hertz), 1)
  })

  it('do not depend on the level', () => {
    const louder = measured({ ...factors, H: factors.H.map((height) => 1000 * height) })
    louder.features.forEach((value, i) => expect(value).toBeCloseTo(set.features[i]!, 3))
  })

  it('know where a component stands, and how loud it is in its run', () => {
    const energies = evenEnergies(6)
    energies.left[2] = 100
    energies.total[0] = 4
    const placed = measured(factors, energies, 2)
    expect(feature(placed, 2, 'pan')).toBeCloseTo((5 * Math.log10(100)) / 4, 6)
    expect(feature(placed, 0, 'loudness')).toBeCloseTo(Math.log10(4 / 6 + 1e-6), 6)
    expect(feature(placed, 3, 'loudness')).toBeCloseTo(Math.log10(1 / 3 + 1e-6), 6)
  })
})

describe('what components have to do with each other', () => {
  const relations = relate(set)
  const relation = (i: number, j: number, name: string): number =>
    relations[(i * 6 + j) * relationCount + relationNames.indexOf(name)]!

  it('is the same both ways', () => {
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < 6; j++)
        for (const name of relationNames) expect(relation(i, j, name)).toBe(relation(j, i, name))
  })

  it('is closer between noises than between noise and tone', () => {
    expect(relation(0, 2, 'mfccDistance')).toBeLessThan(relation(0, 3, 'mfccDistance'))
    expect(relation(0, 2, 'rootTemplateCosine')).toBeGreaterThan(relation(0, 3, 'rootTemplateCosine'))
  })

  it('sees a template that is another one shifted', () => {
    expect(relation(1, 5, 'shiftCorrelation')).toBeGreaterThan(relation(1, 5, 'templateCosine'))
  })

  it('knows which start together', () => {
    const H = factors.H.slice()
    H.set(factors.H.subarray(0, 300), 2 * 300)
    const together = relate(measured({ ...factors, H }))
    const match = (i: number, j: number): number =>
      together[(i * 6 + j) * relationCount + relationNames.indexOf('onsetMatchLeast')]!
    expect(match(0, 2)).toBe(1)
    expect(match(0, 4)).toBeLessThan(0.5)
  })
})

it('the networks are fed rows of the widths that they take', () => {
  const inputs = networkInputs(set, relate(set))
  expect(pairInputCount).toBe(109)
  expect(componentInputCount).toBe(102)
  expect(inputs.pairs).toHaveLength(15 * 109)
  expect(inputs.components).toHaveLength(6 * 102)
  expect(inputs.pairs.every(Number.isFinite)).toBe(true)
})
