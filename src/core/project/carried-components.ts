import { AppError } from '../errors'
import { freeLabels } from './free-labels'
import { withStandingLeaders } from './merged-components'
import type { Component, Project, SeparationReference } from './project'

/**
 * Components and sources after a new separation. A matched component carries on a former one: id, name, colour, gain, mute, solo
 * and source stay. The others are new, under ids that no former component had and the lowest free names "Component N". A source
 * goes when none of its components is left; one that was empty already stays. Without matches all start afresh.
 *
 * @param matches for each new component the index of the former one that it carries on, or null; null: none does
 * @throws        AppError 'invalid-argument' when a match names no former component, or one twice
 */
export function carriedComponents(
  { components, sources }: Pick<Project, 'components' | 'sources'>,
  separation: SeparationReference,
  matches: readonly (number | null)[] | null
): Pick<Project, 'components' | 'sources'> {
  const { componentCount } = separation.parameters
  if (matches === null) {
    const fresh = newComponents(componentCount, [], [])
    return { components: fresh.map((component, index) => ({ ...component, index })), sources: [] }
  }
  checkMatches(matches, componentCount, components.length)
  const kept = matches.flatMap((match) => (match === null ? [] : [components[match]]))
  const fresh = newComponents(componentCount - kept.length, components, kept)
  const carried = matches.map((match, index): Component => {
    const component = match === null ? fresh.shift()! : components[match]
    return { ...component, index }
  })
  const mended = withStandingLeaders(carried, components)
  const isFilled = (list: readonly Component[], id: string): boolean => list.some(({ sourceId }) => sourceId === id)
  return {
    components: mended,
    sources: sources.filter(({ id }) => isFilled(carried, id) || !isFilled(components, id))
  }
}

function newComponents(
  count: number,
  former: readonly Component[],
  kept: readonly Component[]
): Omit<Component, 'index'>[] {
  const ids = freeLabels('component-', new Set(former.map(({ id }) => id)), count)
  const names = freeLabels('Component ', new Set(kept.map(({ name }) => name)), count)
  return ids.map((id, i) => ({
    id,
    name: names[i],
    gainDecibels: 0,
    isMuted: false,
    isSoloed: false,
    sourceId: null,
    colour: null,
    mergedInto: null,
    isPlaced: false
  }))
}

function checkMatches(matches: readonly (number | null)[], componentCount: number, formerCount: number): void {
  const indices = matches.filter((match) => match !== null)
  const isKnown = indices.every((index) => Number.isInteger(index) && index >= 0 && index < formerCount)
  if (matches.length === componentCount && isKnown && new Set(indices).size === indices.length) return
  throw new AppError('invalid-argument', `matches ${matches.join(', ')} of ${formerCount} former components`, {
    componentCount,
    formerCount
  })
}
