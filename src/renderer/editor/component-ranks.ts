import type { DescriptionLayout } from '@core/grouping/component-description'
import { orderComponents, type ComponentOrder } from '@core/grouping/component-order'
import { mergedMembers, standingComponents } from '@core/project/merged-components'
import type { Project } from '@core/project/project'
import type { Factors } from '@core/separation/factors'
import { componentsBySource } from './rows.svelte'

/** The place of each component among those of its source, by its id. */
export function componentRanks(
  project: Project,
  factors: Factors,
  layout: DescriptionLayout,
  order: ComponentOrder
): Map<string, number> {
  const ranks = new Map<string, number>()
  if (order === 'separation') return ranks
  for (const members of componentsBySource(project).values()) {
    const standing = standingComponents(members)
    const items = standing.map(({ id }) => mergedMembers(members, id).map(({ index }) => index))
    orderComponents(factors, layout, items, order).forEach((item, place) => ranks.set(standing[item]!.id, place))
  }
  return ranks
}
