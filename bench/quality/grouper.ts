import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { learnedAffinity } from '@core/grouping/affinity'
import { componentWeights, measureComponents } from '@core/grouping/component-set'
import { parseGroupingModel, type GroupingModel } from '@core/grouping/grouping-model'
import { kernelKMeans } from '@core/grouping/kernel-k-means'
import { suggestGroups } from '@core/grouping/percussive-groups'
import { measureEnergies } from '@core/separation/component-energies'
import type { Factors } from '@core/separation/factors'
import { finish, hopSamples, windowSamples, type Item } from './item'

/** Components in groups, and in which order a person would be asked about them. */
export interface Grouped {
  readonly labels: readonly number[]
  readonly questions: readonly number[]
}

export interface Grouper {
  readonly name: string
  group(item: Item, factors: Factors, runCount: number, groupCount: number): Grouped
}

/** of the clustering */
const clusterExponent = 0.35

/** The learned grouping where its model is there, else the simple hint. */
export function createGrouper(modelPath: string | null): Grouper {
  const path = modelPath ?? findModel()
  return path === null ? simpleGrouper : learnedGrouper(parseGroupingModel(JSON.parse(readFileSync(path, 'utf8'))))
}

function findModel(): string | null {
  const folder = join(process.cwd(), 'assets', 'grouping')
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.json')) : undefined
  return name === undefined ? null : join(folder, name)
}

function learnedGrouper(model: GroupingModel): Grouper {
  return {
    name: 'learned',
    group(item, factors, runCount, groupCount) {
      const layout = { sampleRate: item.sampleRate, windowSamples, hopSamples }
      const energies = finish(measureEnergies(item.mixture, item.layout, factors))
      const set = finish(measureComponents(factors, layout, energies, runCount))
      const affinity = learnedAffinity(set, model)
      const weights = componentWeights(set, clusterExponent)
      const labels = kernelKMeans(affinity, weights, groupCount)
      const worth = Array.from(
        set.energies,
        (energy, k) => Math.sqrt(energy) * (1 - margin(affinity, weights, labels, k))
      )
      return { labels, questions: descending(worth) }
    }
  }
}

const simpleGrouper: Grouper = {
  name: 'simple hint',
  group(item, factors, _runCount, groupCount) {
    const layout = { sampleRate: item.sampleRate, windowSamples, hopSamples }
    const { groups } = suggestGroups(factors, layout, groupCount)
    const { total } = finish(measureEnergies(item.mixture, item.layout, factors))
    return { labels: groups, questions: descending(Array.from(total)) }
  }
}

/** How much more a component belongs to its group than to the next best one, 0 … 1. */
function margin(affinity: Float64Array, weights: Float64Array, labels: readonly number[], k: number): number {
  const sums = new Map<number, { tie: number; mass: number }>()
  labels.forEach((group, i) => {
    if (i === k) return
    const { tie, mass } = sums.get(group) ?? { tie: 0, mass: 0 }
    sums.set(group, { tie: tie + weights[i]! * affinity[k * labels.length + i]!, mass: mass + weights[i]! })
  })
  const ties = [...sums].map(([group, { tie, mass }]) => ({ group, tie: tie / mass }))
  const own = ties.find(({ group }) => group === labels[k])?.tie ?? 0
  const best = Math.max(...ties.filter(({ group }) => group !== labels[k]).map(({ tie }) => tie))
  return Math.min(1, Math.max(0, own - best))
}

function descending(worth: readonly number[]): number[] {
  return worth.map((_, k) => k).sort((a, b) => worth[b]! - worth[a]! || a - b)
}
