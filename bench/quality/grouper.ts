import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseGroupingModel, type GroupingModel } from '@core/grouping/grouping-model'
import type { Verdict } from '@core/grouping/proposal'
import { proposeGroupings } from '@core/grouping/propose-groupings'
import { measureEnergies } from '@core/separation/component-energies'
import type { Factors } from '@core/separation/factors'
import { finish, hopSamples, windowSamples, type Item } from './item'

/** Components in groups, as the program proposes it. */
export interface Grouped {
  /** of the number of the sources; the first is the program's own choice */
  readonly proposals: readonly { readonly name: string; readonly groups: readonly number[] }[]
  /** eight, to be assigned by ear; null where there are none */
  readonly previews: readonly number[] | null
  /** components in the order in which a person would be asked about them */
  readonly questions: readonly number[]
  /** how sure the program is, and what it says of that; null where it does not say */
  readonly confidence: number | null
  readonly verdict: Verdict | null
}

export interface Grouper {
  readonly name: string
  group(item: Item, factors: Factors, runCount: number): Grouped
}

/** The grouping that was learned, by the program's own model unless another is named. */
export function createGrouper(modelPath: string | null): Grouper {
  const path = modelPath ?? join(process.cwd(), 'assets', 'grouping', 'model.json')
  return learnedGrouper(parseGroupingModel(JSON.parse(readFileSync(path, 'utf8'))))
}

function learnedGrouper(model: GroupingModel): Grouper {
  return {
    name: 'learned',
    group(item, factors, runCount) {
      const { sampleRate, mixture, layout, sources } = item
      const labels = new Array<null>(factors.rank).fill(null)
      const { proposals, previews, questions } = finish(
        proposeGroupings({
          factors,
          layout: { sampleRate, windowSamples, hopSamples },
          energies: finish(measureEnergies(mixture, layout, factors)),
          runCount,
          sourceCount: sources.length,
          labels,
          model
        })
      )
      const [{ confidence, verdict }] = proposals as [(typeof proposals)[number]]
      const named = proposals.map(({ kind, groups }, index) => ({ name: index === 0 ? 'automatic' : kind, groups }))
      return { proposals: named, previews: previews.groups, questions, confidence, verdict }
    }
  }
}
