import fc from 'fast-check'
import { expect, it } from 'vitest'
import { kernelKMeans } from '@core/grouping/kernel-k-means'
import { likenessOf } from '@core/grouping/likeness'
import { bindLinked } from '@core/grouping/links'
import { relate } from '@core/grouping/relations'
import { createRandom } from '@core/math/random'
import { measured, strikesAndTones } from './grouping-fixture'

/** Affinities of two clear groups, odd and even. */
function clearGroups(count: number): { affinity: Float64Array; weights: Float64Array } {
  const random = createRandom(2)
  const affinity = Float64Array.from({ length: count * count }, (_, i) => {
    const [a, b] = [Math.floor(i / count), i % count]
    return a === b ? 1.5 : a % 2 === b % 2 ? 1.2 : 0.1
  })
  return { affinity, weights: Float64Array.from({ length: count }, () => 0.5 + random()) }
}

function grouped(links: Parameters<typeof bindLinked>[2], count = 8, groupCount = 2): number[] {
  const { affinity, weights } = clearGroups(count)
  const bound = bindLinked(affinity, weights, links)
  const groups = kernelKMeans(bound.affinity, bound.weights, groupCount)
  return bound.bundleOf.map((bundle) => groups[bundle]!)
}

it('what is bound together has one group, and what is apart never has', () => {
  const pair = fc.tuple(fc.nat(7), fc.nat(7)).filter(([i, j]) => i !== j)
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 4 }), pair, (together, [i, j]) => {
      const groups = grouped({ together, apart: [] })
      for (const [a, b] of together) expect(groups[a]).toBe(groups[b])
      const split = grouped({ together: [], apart: [[i, j]] })
      expect(split[i]).not.toBe(split[j])
    })
  )
})

it('binding nothing changes nothing, and binding what is together anyway neither', () => {
  const { affinity, weights } = clearGroups(8)
  const free = kernelKMeans(affinity, weights, 2)
  const sameAs = (groups: number[]) => groups.map((group) => group === groups[0])
  expect(sameAs(grouped({ together: [], apart: [] }))).toEqual(sameAs(free))
  expect(sameAs(grouped({ together: [[0, 2]], apart: [[0, 1]] }))).toEqual(sameAs(free))
})

it('together counts for more than apart', () => {
  const groups = grouped({ together: [[0, 1]], apart: [[1, 0]] })
  expect(groups[0]).toBe(groups[1])
})

it('says what a component has in common with a group', () => {
  const set = measured(strikesAndTones(8))
  const relations = relate(set)
  const groups = [0, 1, 0, 1, 0, 1, 0, 1]
  const weights = new Float64Array(8).fill(1 / 8)
  const own = likenessOf(relations, weights, groups, { component: 0, group: 0 })
  const other = likenessOf(relations, weights, groups, { component: 0, group: 1 })
  expect(own.timbre).toBeGreaterThan(other.timbre)
  expect(own.onsets).toBeGreaterThanOrEqual(0)
  expect(own.onsets).toBeLessThanOrEqual(1)
  expect(likenessOf(relations, weights, [0, 1, 1, 1, 1, 1, 1, 1], { component: 0, group: 0 })).toEqual({
    ...{ onsets: 0, timbre: 0, course: 0 }
  })
})
