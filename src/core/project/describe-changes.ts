import type { Component, Project, Source } from './project'

type Strip = Component | Source

const describedKeys: ReadonlySet<keyof Project> = new Set(['separation', 'components', 'sources'])

/**
 * What a person did between two states of a project, in a few words each: "2 sources named", "gain of Snare and Hats". What
 * there are no words for is "other changes", so that the list never claims less than there is.
 *
 * @returns empty only where the two are equal
 */
export function describeChanges(before: Project, after: Project): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const changes: string[] = []
  const isNewSeparation = after.separation?.id !== before.separation?.id
  if (isNewSeparation) {
    const { length } = after.components
    changes.push(after.separation === null ? 'separation removed' : `separated into ${counted(length, 'component')}`)
  }
  const former = new Map(before.sources.map((source) => [source.id, source]))
  const made = after.sources.filter(({ id }) => !former.has(id))
  const removed = before.sources.filter(({ id }) => !after.sources.some((source) => source.id === id))
  if (made.length > 0) changes.push(`${counted(made.length, 'source')} made (${listed(made.map(nameOf))})`)
  if (removed.length > 0) changes.push(`${counted(removed.length, 'source')} removed`)

  const strips: readonly Strip[] = [...after.sources, ...(isNewSeparation ? [] : after.components)]
  const formerStrips = new Map<string, Strip>([...before.sources, ...before.components].map((s) => [s.id, s]))
  const changed = (key: 'name' | 'gainDecibels' | 'isMuted' | 'isSoloed'): Strip[] =>
    strips.filter((strip) => formerStrips.has(strip.id) && formerStrips.get(strip.id)![key] !== strip[key])
  const named = changed('name')
  if (named.length > 0) changes.push(`${named.length} named (${listed(named.map(nameOf))})`)
  const moved = isNewSeparation
    ? []
    : after.components.filter(({ id, sourceId }) => {
        const strip = before.components.find((component) => component.id === id)
        return strip !== undefined && strip.sourceId !== sourceId
      })
  if (moved.length > 0) changes.push(`${counted(moved.length, 'component')} moved`)
  const gains = changed('gainDecibels')
  if (gains.length > 0) changes.push(`gain of ${listed(gains.map(nameOf))}`)
  const switched = new Set([...changed('isMuted'), ...changed('isSoloed')])
  if (switched.size > 0) changes.push(`mute or solo of ${listed([...switched].map(nameOf))}`)
  const hasOthers = (Object.keys(after) as (keyof Project)[]).some(
    (key) => !describedKeys.has(key) && JSON.stringify(after[key]) !== JSON.stringify(before[key])
  )
  return hasOthers || changes.length === 0 ? [...changes, 'other changes'] : changes
}

function nameOf({ name }: Strip): string {
  return name
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** At most three by name. */
function listed(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
