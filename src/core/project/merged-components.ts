import { AppError } from '../errors'
import type { Component } from './project'

/*
 * Several components that are one for the person: one of them stands for all, the others are merged into it. There is still one
 * component for each template, so that gains, masks, stems and files know nothing of it; whatever is set for the one that
 * stands is set for all.
 */

/** The components that stand by themselves or for others: one for each row of the list. */
export function standingComponents(components: readonly Component[]): Component[] {
  return components.filter(({ mergedInto }) => mergedInto === null)
}

/** The component and all that are merged into it, in the order of the templates. */
export function mergedMembers(components: readonly Component[], id: string): Component[] {
  return components.filter((component) => component.id === id || component.mergedInto === id)
}

/** The ids with those of all components that are one with them, whichever of them is named. */
export function withMerged(components: readonly Component[], ids: readonly string[]): readonly string[] {
  if (components.every(({ mergedInto }) => mergedInto === null)) return ids
  const standing = new Map(components.map(({ id, mergedInto }) => [id, mergedInto ?? id]))
  const meant = new Set(ids.map((id) => standing.get(id) ?? id))
  const found = components.filter(({ id }) => meant.has(standing.get(id)!)).map(({ id }) => id)
  return [...new Set([...ids, ...found])]
}

/**
 * One component of several: the first of the ids, which keeps name, colour, gain and source and gives them to the others. Their
 * names and colours stay with them for the day on which they part.
 *
 * @throws AppError 'unknown-id'; 'invalid-argument' when there are fewer than two to merge
 */
export function mergeComponents(components: readonly Component[], ids: readonly string[]): readonly Component[] {
  const named = ids.map((id) => requireComponent(components, id))
  const standing = new Set(named.map(({ id, mergedInto }) => mergedInto ?? id))
  if (standing.size < 2) {
    throw new AppError('invalid-argument', `${standing.size} component to merge`, { count: standing.size })
  }
  const leader = requireComponent(components, [...standing][0]!)
  const { gainDecibels, isMuted, isSoloed, sourceId } = leader
  return components.map((component) =>
    component.id !== leader.id && standing.has(component.mergedInto ?? component.id)
      ? { ...component, gainDecibels, isMuted, isSoloed, sourceId, mergedInto: leader.id }
      : component
  )
}

/** The members of a merged component as components of their own, sounding as the whole did. @throws AppError 'unknown-id' */
export function unmergeComponent(components: readonly Component[], id: string): readonly Component[] {
  requireComponent(components, id)
  if (!components.some(({ mergedInto }) => mergedInto === id)) return components
  return components.map((component) => (component.mergedInto === id ? { ...component, mergedInto: null } : component))
}

/**
 * Mends what points to a component that went: the first that was merged into it stands for the rest and takes its name and colour.
 *
 * @param former the components as they were, with those that went
 */
export function withStandingLeaders(
  components: readonly Component[],
  former: readonly Component[]
): readonly Component[] {
  const present = new Set(components.map(({ id }) => id))
  const successors = new Map<string, string>()
  for (const { id, mergedInto } of components) {
    if (mergedInto !== null && !present.has(mergedInto) && !successors.has(mergedInto)) successors.set(mergedInto, id)
  }
  if (successors.size === 0) return components
  return components.map((component) => {
    const successor = component.mergedInto === null ? undefined : successors.get(component.mergedInto)
    if (successor === undefined) return component
    if (successor !== component.id) return { ...component, mergedInto: successor }
    const { name, colour } = requireComponent(former, component.mergedInto!)
    return { ...component, name, colour, mergedInto: null }
  })
}

function requireComponent(components: readonly Component[], id: string): Component {
  const component = components.find((candidate) => candidate.id === id)
  if (component === undefined) throw new AppError('unknown-id', `there is no component ${id}`, { id })
  return component
}
