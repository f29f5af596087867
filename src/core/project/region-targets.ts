import type { Project, Region, RegionTarget } from './project'

type Strips = Pick<Project, 'components' | 'sources'>

/**
 * Regions after a change of the components and sources. What acted on a source that is gone acts on the components that were in
 * it, and what acted on merged components acts on each of them when they part, so that the same is heard; what acted on a
 * component that is gone goes with it. The very same list where nothing changes.
 */
export function livingRegions(regions: readonly Region[], before: Strips, after: Strips): readonly Region[] {
  if (before.components === after.components && before.sources === after.sources) return regions
  const living = regions.flatMap((region) => {
    const target = livingTarget(region.target, before, after)
    if (target === null) return []
    return [target === region.target ? region : { ...region, target }]
  })
  const isSame = living.length === regions.length && living.every((region, index) => region === regions[index])
  return isSame ? regions : living
}

/** null: nothing is left of it */
function livingTarget(target: RegionTarget, before: Strips, after: Strips): RegionTarget | null {
  if (target.kind === 'mix') return target
  const livingSources = new Set(after.sources.map(({ id }) => id))
  const standing = new Map(after.components.map(({ id, mergedInto }) => [id, mergedInto ?? id]))
  const inherits = before.components
    .filter(({ id, sourceId, mergedInto }) => {
      const hasLostSource = sourceId !== null && target.sourceIds.includes(sourceId) && !livingSources.has(sourceId)
      const hasParted =
        mergedInto !== null && target.componentIds.includes(mergedInto) && standing.get(id) !== mergedInto
      return hasLostSource || hasParted
    })
    .flatMap(({ id }) => standing.get(id) ?? [])
  const sourceIds = target.sourceIds.filter((id) => livingSources.has(id))
  const componentIds = [...new Set([...target.componentIds, ...inherits])].filter((id) => standing.has(id))
  if (sourceIds.length + componentIds.length === 0) return null
  const isSame = sourceIds.length === target.sourceIds.length && componentIds.join() === target.componentIds.join()
  return isSame ? target : { kind: 'strips', sourceIds, componentIds }
}

/**
 * Components that a region acts on, by their place in the project's list; null: on the mix. Of merged components the one that
 * stands for them decides.
 */
export function targetIndices({ target }: Region, { components }: Pick<Project, 'components'>): number[] | null {
  if (target.kind === 'mix') return null
  return components.flatMap(({ id, mergedInto, sourceId }, index) => {
    const isMeant =
      target.componentIds.includes(mergedInto ?? id) || (sourceId !== null && target.sourceIds.includes(sourceId))
    return isMeant ? [index] : []
  })
}

/** Regions after a component was split: what acted on it acts on its parts. */
export function regionsOfParts(regions: readonly Region[], id: string, partIds: readonly string[]): readonly Region[] {
  return regions.map((region) => {
    const { target } = region
    if (target.kind === 'mix' || !target.componentIds.includes(id)) return region
    return { ...region, target: { ...target, componentIds: [...target.componentIds, ...partIds] } }
  })
}
