import { createRandom } from '../math/random'

const restartCount = 10
const mostRounds = 30
const least = 1e-12

/**
 * Weighted kernel k-means: groups that maximise Σ_g (w_g'·A·w_g) / Σ_{k∈g} w_k. A local search moves one component at a time as long
 * as that helps, from five random beginnings and five of components far from each other; the best is kept. No group is empty.
 *
 * @param affinity (count × count), symmetric
 * @param weights  (count) > 0
 * @returns        for each component its group, 0 … groupCount − 1
 * @see            Dhillon, Guan & Kulis 2004, Kernel k-means, KDD
 */
export function kernelKMeans(affinity: Float64Array, weights: Float64Array, groupCount: number, seed = 1): number[] {
  const count = weights.length
  const groups = Math.min(groupCount, count)
  if (groups <= 1) return new Array<number>(count).fill(0)
  const random = createRandom(seed)
  let best: number[] = []
  let bestScore = -Infinity
  for (let restart = 0; restart < restartCount; restart++) {
    const start =
      restart % 2 === 0 ? randomStart(count, groups, random) : farthestStart(affinity, weights, groups, random)
    const { labels, score } = search(affinity, weights, fillEmpty(start, groups), groups, random)
    if (score > bestScore + least) [best, bestScore] = [labels, score]
  }
  return best
}

function search(
  affinity: Float64Array,
  weights: Float64Array,
  labels: number[],
  groups: number,
  random: () => number
): { labels: number[]; score: number } {
  const count = weights.length
  /** `[k * groups + g]` Σ_{i∈g} w_k·w_i·A_ki */
  const ties = new Float64Array(count * groups)
  const masses = new Float64Array(groups)
  const bonds = new Float64Array(groups)
  const members = new Int32Array(groups)
  const product = (k: number, i: number): number => weights[k] * weights[i] * affinity[k * count + i]
  for (let k = 0; k < count; k++) for (let i = 0; i < count; i++) ties[k * groups + labels[i]] += product(k, i)
  labels.forEach((group, k) => {
    masses[group] += weights[k]
    bonds[group] += ties[k * groups + group]
    members[group]++
  })
  const order = labels.map((_, k) => k)
  for (let round = 0, hasMoved = true; hasMoved && round < mostRounds; round++) {
    hasMoved = false
    shuffle(order, random)
    for (const k of order) {
      const from = labels[k]
      if (members[from] <= 1) continue
      const own = product(k, k)
      const bondWithout = bonds[from] - 2 * ties[k * groups + from] + own
      const loss = bonds[from] / masses[from] - bondWithout / (masses[from] - weights[k])
      let to = from
      let most = loss + least
      for (let g = 0; g < groups; g++) {
        if (g === from) continue
        const gain = (bonds[g] + 2 * ties[k * groups + g] + own) / (masses[g] + weights[k]) - bonds[g] / masses[g]
        if (gain > most) [to, most] = [g, gain]
      }
      if (to === from) continue
      bonds[to] += 2 * ties[k * groups + to] + own
      bonds[from] = bondWithout
      masses[from] -= weights[k]
      masses[to] += weights[k]
      members[from]--
      members[to]++
      labels[k] = to
      for (let i = 0; i < count; i++) {
        ties[i * groups + from] -= product(i, k)
        ties[i * groups + to] += product(i, k)
      }
      hasMoved = true
    }
  }
  return { labels, score: bonds.reduce((sum, bond, g) => sum + bond / masses[g], 0) }
}

function randomStart(count: number, groups: number, random: () => number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * groups))
}

/** Centres drawn one after the other, the rather the heavier and the farther from those there are. */
function farthestStart(affinity: Float64Array, weights: Float64Array, groups: number, random: () => number): number[] {
  const count = weights.length
  const centres = [draw(weights, random)]
  while (centres.length < groups) {
    const chances = weights.map((weight, k) => {
      if (centres.includes(k)) return 0
      return weight * Math.max(1e-6, 1 - Math.max(...centres.map((centre) => affinity[k * count + centre])))
    })
    centres.push(draw(chances, random))
  }
  return Array.from({ length: count }, (_, k) => {
    const ties = centres.map((centre) => affinity[k * count + centre])
    return ties.indexOf(Math.max(...ties))
  })
}

function draw(chances: Float64Array, random: () => number): number {
  let rest = random() * chances.reduce((sum, chance) => sum + chance, 0)
  const index = chances.findIndex((chance) => (rest -= chance) < 0)
  return index < 0 ? chances.indexOf(Math.max(...chances)) : index
}

/** Gives each group without a component one of the largest group. */
function fillEmpty(labels: number[], groups: number): number[] {
  for (let g = 0; g < groups; g++) {
    if (labels.includes(g)) continue
    const sizes = Array.from({ length: groups }, (_, group) => labels.filter((label) => label === group).length)
    labels[labels.indexOf(sizes.indexOf(Math.max(...sizes)))] = g
  }
  return labels
}

function shuffle(values: number[], random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const value = values[i]
    values[i] = values[j]
    values[j] = value
  }
}
