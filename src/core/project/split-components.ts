import { AppError } from '../errors'
import { freeLabels } from './free-labels'
import { mergedMembers } from './merged-components'
import type { Component, SeparationReference } from './project'

/**
 * Components with the parts of one in its place. Parts keep its gain, mute, solo, source and colour; the first keeps its id too.
 * All others are as they were, at the places of their templates in the new separation.
 *
 * @throws AppError 'unknown-id'; 'invalid-argument' when the separation has another number of components
 */
export function splitComponents(
  components: readonly Component[],
  split: { readonly id: string; readonly separation: SeparationReference; readonly names: readonly string[] }
): readonly Component[] {
  const { id, names } = split
  const whole = components.find((component) => component.id === id)
  if (whole === undefined) throw new AppError('unknown-id', `there is no component ${id}`, { id })
  const members = mergedMembers(components, id)
  const count = components.length - members.length + names.length
  const { componentCount } = split.separation.parameters
  if (count !== componentCount) {
    const message = `${componentCount} components where ${count} are left after a split`
    throw new AppError('invalid-argument', message, { count, componentCount })
  }
  const ids = [id, ...freeLabels('component-', new Set(components.map((component) => component.id)), names.length - 1)]
  const parts = names.map((name, part) => ({ ...whole, id: ids[part]!, name, mergedInto: null }))
  return components
    .flatMap((component) => {
      if (component === members[0]) return parts
      return members.includes(component) ? [] : [component]
    })
    .map((component, index) => (component.index === index ? component : { ...component, index }))
}

/** ids of the parts that a split brought in beside the first, which keeps its id. */
export function partIds(former: readonly Component[], components: readonly Component[]): string[] {
  const known = new Set(former.map(({ id }) => id))
  return components.filter(({ id }) => !known.has(id)).map(({ id }) => id)
}
