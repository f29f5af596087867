import { counted, listed } from './change-words'
import { describeTimeChanges } from './describe-time-changes'
import type { Component, Project, SeparationReference, Source } from './project'

type Strip = Component | Source

const describedKeys: ReadonlySet<keyof Project> = new Set([
  ...(['separation', 'components', 'sources', 'regions', 'cuts', 'hints', 'links'] as const)
])

/**
 * What a person did between two states of a project, in a few words each: "2 sources named", "gain of Snare and Hats". What
 * there are no words for is "other changes", so that the list never claims less than there is.
 *
 * @returns empty only where the two are equal
 */
export function describeChanges(before: Project, after: Project): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const changes: string[] = []
  const isSplit = isSplitOf(after.separation, before.separation)
  const isNewSeparation = after.separation?.id !== before.separation?.id && !isSplit
  const { length } = after.components
  if (isNewSeparation)
    changes.push(after.separation === null ? 'separation removed' : `separated into ${counted(length, 'component')}`)
  else if (isSplit) changes.push(`components split (${length} instead of ${before.components.length})`)
  const former = new Map(before.sources.map((source) => [source.id, source]))
  const made = after.sources.filter(({ id }) => !former.has(id))
  const removed = before.sources.filter(({ id }) => !after.sources.some((source) => source.id === id))
  if (made.length > 0) changes.push(`${counted(made.length, 'source')} made (${listed(made.map(nameOf))})`)
  if (removed.length > 0) changes.push(`${counted(removed.length, 'source')} removed`)

  if (isReordered(before.sources, after.sources)) changes.push('sources in another order')

  const kept = isNewSeparation ? [] : after.components
  if (!isNewSeparation) changes.push(...describeMerges(before.components, kept))
  const strips: readonly Strip[] = [...after.sources, ...kept]
  const formerStrips = new Map<string, Strip>([...before.sources, ...before.components].map((s) => [s.id, s]))
  const changed = (key: 'name' | 'gainDecibels' | 'isMuted' | 'isSoloed' | 'colour'): Strip[] =>
    strips.filter((strip) => formerStrips.has(strip.id) && formerStrips.get(strip.id)![key] !== strip[key])
  const named = changed('name')
  if (named.length > 0) changes.push(`${named.length} named (${listed(named.map(nameOf))})`)
  const coloured = changed('colour')
  if (coloured.length > 0) changes.push(`colour of ${listed(coloured.map(nameOf))}`)
  const moved = kept.filter(({ id, sourceId }) => {
    const strip = before.components.find((component) => component.id === id)
    return strip !== undefined && strip.sourceId !== sourceId
  })
  if (moved.length > 0) changes.push(`${counted(moved.length, 'component')} moved`)
  const placed = kept.filter(({ id, isPlaced, sourceId }) => {
    const strip = before.components.find((component) => component.id === id)
    return strip !== undefined && strip.sourceId === sourceId && strip.isPlaced !== isPlaced
  })
  if (placed.length > 0) changes.push(`${counted(placed.length, 'component')} confirmed or freed`)
  const gains = changed('gainDecibels')
  if (gains.length > 0) changes.push(`gain of ${listed(gains.map(nameOf))}`)
  const switched = new Set([...changed('isMuted'), ...changed('isSoloed')])
  if (switched.size > 0) changes.push(`mute or solo of ${listed([...switched].map(nameOf))}`)
  changes.push(...describeTimeChanges(before, after))
  if (JSON.stringify(before.hints) !== JSON.stringify(after.hints))
    changes.push(after.hints.length === 0 ? 'paint erased' : `${counted(after.hints.length, 'hint')} painted`)
  if (JSON.stringify(before.links) !== JSON.stringify(after.links))
    changes.push(after.links.length === 0 ? 'no pairs linked' : `${counted(after.links.length, 'pair')} linked`)
  const hasOthers = (Object.keys(after) as (keyof Project)[]).some(
    (key) => !describedKeys.has(key) && JSON.stringify(after[key]) !== JSON.stringify(before[key])
  )
  return hasOthers || changes.length === 0 ? [...changes, 'other changes'] : changes
}

/** A split keeps the costs of the run whose components it pulls further apart; no two runs share theirs. */
function isSplitOf(after: SeparationReference | null, before: SeparationReference | null): boolean {
  if (after === null || before === null || after.id === before.id || before.costs.length === 0) return false
  const ofRun = ({ costs, seconds, parameters }: SeparationReference): string =>
    JSON.stringify({ costs, seconds, parameters: { ...parameters, componentCount: 0 } })
  return ofRun(after) === ofRun(before)
}

function isReordered(before: readonly Source[], after: readonly Source[]): boolean {
  const ids = (sources: readonly Source[], others: readonly Source[]): string =>
    sources.flatMap(({ id }) => (others.some((other) => other.id === id) ? [id] : [])).join('\n')
  return ids(before, after) !== ids(after, before)
}

function describeMerges(before: readonly Component[], after: readonly Component[]): string[] {
  const former = new Map(before.map(({ id, mergedInto }) => [id, mergedInto]))
  const turned = after.filter(({ id, mergedInto }) => former.has(id) && former.get(id) !== mergedInto)
  const merged = turned.filter(({ mergedInto }) => mergedInto !== null)
  const leaders = new Set(merged.map(({ mergedInto }) => mergedInto))
  const parted = new Set(turned.filter(({ mergedInto }) => mergedInto === null).map(({ id }) => former.get(id)))
  return [
    ...(merged.length > 0 ? [`${counted(merged.length + leaders.size, 'component')} merged`] : []),
    ...(parted.size > 0 ? [`${counted(parted.size, 'merged component')} taken apart`] : [])
  ]
}

function nameOf({ name }: Strip): string {
  return name
}
