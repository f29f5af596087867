import { describe, expect, it } from 'vitest'
import { familyInputs, softmax } from '@core/grouping/family-guess'
import { componentFeatureCount } from '@core/grouping/feature-names'
import { proposeNames, sourceFamilies, type SourceFamily } from '@core/grouping/source-families'
import { measured, strikesAndTones } from './grouping-fixture'

const likely = (chances: Partial<Record<SourceFamily, number>>) => sourceFamilies.map((family) => chances[family] ?? 0)

describe('names that are proposed', () => {
  it.each([
    ['a family that is sure', { guitar: 0.85, keys: 0.1, bass: 0.05 }, ['Guitar', 'Keys', 'Bass']],
    ['the wider word first where it is not', { guitar: 0.4, keys: 0.35, bass: 0.25 }, ['Tones', 'Guitar', 'Keys']],
    [
      'drums by all their pieces together',
      { kick: 0.3, snare: 0.25, bass: 0.35, drums: 0.1 },
      ['Drums', 'Bass', 'Kick']
    ]
  ])('are %s', (_, chances, names) => {
    expect(proposeNames(likely(chances))).toEqual(names)
  })
})

describe('what a group is like', () => {
  const set = measured(strikesAndTones(6))

  it('is mean and deviation of its features', () => {
    const inputs = familyInputs(set, [1, 0, 3, 0, 0, 0])
    const [a, b] = [set.features[0]!, set.features[2 * componentFeatureCount]!]
    const mean = 0.25 * a + 0.75 * b
    expect(inputs[0]).toBeCloseTo(mean, 5)
    const deviation = Math.sqrt(0.25 * (a - mean) ** 2 + 0.75 * (b - mean) ** 2)
    expect(inputs[componentFeatureCount]).toBeCloseTo(deviation, 5)
  })

  it('is nothing for a group of nobody', () => {
    expect(familyInputs(set, new Float64Array(6)).every((value) => value === 0)).toBe(true)
  })
})

it('probabilities sum to 1, also of large logits', () => {
  expect(softmax([1000, 1001]).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
})
