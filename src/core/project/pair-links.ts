import type { ComponentLinks } from '../grouping/proposal'
import type { PairLink, Project } from './project'

/** The links of a project, by the places of their components among the templates. */
export function linksByIndex({ links, components }: Pick<Project, 'links' | 'components'>): ComponentLinks {
  const indices = new Map(components.map(({ id, index }) => [id, index]))
  const pairsOf = (kind: PairLink['kind']): (readonly [number, number])[] =>
    links.flatMap(({ kind: own, pair: [a, b] }) => (own === kind ? [[indices.get(a)!, indices.get(b)!] as const] : []))
  return { together: pairsOf('together'), apart: pairsOf('apart') }
}
