import { AppError } from '../errors'
import { carriedComponents } from './carried-components'
import { mergeComponents, unmergeComponent, withMerged } from './merged-components'
import {
  type PaintedHint,
  colourNames,
  type ColourName,
  type Component,
  type PairLink,
  type Project,
  type SeparationReference,
  type Source
} from './project'
import { livingRegions, regionsOfParts } from './region-targets'
import { partIds, splitComponents } from './split-components'
import { applyTimeEdit, clampGain, type TimeEdit } from './time-edits'

export type StripKind = 'component' | 'source'

/** Every undoable change, as plain data. */
export type Edit =
  | {
      readonly type: 'set-separation'
      readonly separation: SeparationReference
      /** for each new component the index of the former one that it carries on; null, or none given: it is new */
      readonly matches?: readonly (number | null)[]
    }
  | {
      readonly type: 'split-component'
      readonly id: string
      /** with parts in the place of the component and of all that are merged into it */
      readonly separation: SeparationReference
      /** one for each part */
      readonly names: readonly string[]
    }
  | {
      readonly type: 'set-gain'
      readonly kind: StripKind
      readonly ids: readonly string[]
      readonly gainDecibels: number
    }
  | { readonly type: 'set-muted'; readonly kind: StripKind; readonly ids: readonly string[]; readonly isMuted: boolean }
  | {
      readonly type: 'set-soloed'
      readonly kind: StripKind
      readonly ids: readonly string[]
      readonly isSoloed: boolean
    }
  | { readonly type: 'solo-only'; readonly kind: StripKind; readonly id: string }
  | { readonly type: 'clear-mutes' }
  | { readonly type: 'clear-solos' }
  | { readonly type: 'rename'; readonly kind: StripKind; readonly id: string; readonly name: string }
  | { readonly type: 'set-colour'; readonly kind: 'source'; readonly id: string; readonly colour: ColourName }
  | { readonly type: 'set-colour'; readonly kind: 'component'; readonly id: string; readonly colour: ColourName | null }
  | {
      readonly type: 'make-source'
      readonly id: string
      readonly name: string
      readonly componentIds: readonly string[]
      /** false: it was the program that put them there */
      readonly isPlaced?: boolean
    }
  | { readonly type: 'remove-source'; readonly id: string }
  | { readonly type: 'move-source'; readonly id: string; readonly toIndex: number }
  | { readonly type: 'merge-components'; readonly ids: readonly string[] }
  | { readonly type: 'unmerge-component'; readonly id: string }
  | {
      readonly type: 'move-components'
      readonly ids: readonly string[]
      readonly sourceId: string | null
      /** false: it was the program that put them there */
      readonly isPlaced?: boolean
    }
  | { readonly type: 'place-components'; readonly ids: readonly string[]; readonly isPlaced: boolean }
  | {
      /** each of them with the first; what was said before of a pair is forgotten */
      readonly type: 'link-components'
      readonly kind: PairLink['kind']
      readonly ids: readonly string[]
    }
  | { readonly type: 'unlink-components'; readonly pair: PairLink['pair'] }
  | {
      readonly type: 'group-components'
      readonly groups: readonly { id: string; name: string; componentIds: readonly string[] }[]
    }
  | { readonly type: 'add-hint'; readonly hint: PaintedHint }
  | { readonly type: 'remove-hints'; readonly ids: readonly string[] }
  | TimeEdit

/**
 * The project after an edit; the given one is not touched. An edit that changes nothing gives the very same project.
 *
 * @throws AppError 'unknown-id' when the edit names a component or source that is not there, 'invalid-argument' when its values
 *         cannot be
 */
export function applyEdit(project: Project, edit: Edit): Project {
  const changed = change(project, edit)
  const regions = livingRegions(changed.regions, project, changed)
  const hints = livingHints(changed)
  const links = livingLinks(changed)
  const isSame = regions === changed.regions && hints === changed.hints && links === changed.links
  return isSame ? changed : { ...changed, regions, hints, links }
}

function change(project: Project, edit: Edit): Project {
  switch (edit.type) {
    case 'set-separation': {
      const matches = edit.matches ?? null
      // Components that carry nothing on begin again with the ids of former ones.
      const regions = matches === null ? project.regions.filter(({ target }) => target.kind === 'mix') : project.regions
      const carried = carriedComponents(project, edit.separation, matches)
      const links = matches === null ? [] : project.links
      return { ...project, ...carried, separation: edit.separation, regions, links }
    }
    case 'split-component': {
      const components = splitComponents(project.components, edit)
      const regions = regionsOfParts(project.regions, edit.id, partIds(project.components, components))
      const splitCount = (project.separation?.splitCount ?? 0) + 1
      return { ...project, components, separation: { ...edit.separation, splitCount }, regions }
    }
    case 'set-gain': {
      const gainDecibels = clampGain(edit.gainDecibels)
      return changeStrips(project, edit.kind, edit.ids, { gainDecibels })
    }
    case 'set-muted':
      return changeStrips(project, edit.kind, edit.ids, { isMuted: edit.isMuted })
    case 'set-soloed':
      return changeStrips(project, edit.kind, edit.ids, { isSoloed: edit.isSoloed })
    case 'solo-only':
      return changeStrips(changeAll(project, { isSoloed: false }), edit.kind, [edit.id], { isSoloed: true })
    case 'clear-mutes':
      return changeAll(project, { isMuted: false })
    case 'clear-solos':
      return changeAll(project, { isSoloed: false })
    case 'rename': {
      const name = edit.name.trim()
      return name === '' ? project : changeStrips(project, edit.kind, [edit.id], { name })
    }
    case 'set-colour': {
      const ids = [edit.id]
      return edit.kind === 'component'
        ? withStrips(project, { components: changed(project.components, ids, { colour: edit.colour }) })
        : withStrips(project, { sources: changed(project.sources, ids, { colour: edit.colour }) })
    }
    case 'make-source':
      return moveComponents(
        { ...project, sources: [...project.sources, freshSource(project.sources, edit.id, edit.name)] },
        { ...edit, ids: edit.componentIds, sourceId: edit.id }
      )
    case 'remove-source': {
      requireIds(project.sources, [edit.id])
      return {
        ...project,
        sources: project.sources.filter((source) => source.id !== edit.id),
        components: project.components.map((component) =>
          component.sourceId === edit.id ? { ...component, sourceId: null, isPlaced: false } : component
        )
      }
    }
    case 'move-source':
      return withStrips(project, { sources: movedSource(project.sources, edit.id, edit.toIndex) })
    case 'merge-components':
      return withStrips(project, { components: mergeComponents(project.components, edit.ids) })
    case 'unmerge-component':
      return withStrips(project, { components: unmergeComponent(project.components, edit.id) })
    case 'move-components':
      return moveComponents(project, edit)
    case 'place-components': {
      const ids = withMerged(project.components, edit.ids)
      return withStrips(project, { components: changed(project.components, ids, { isPlaced: edit.isPlaced }) })
    }
    case 'link-components': {
      requireIds(project.components, edit.ids)
      const [first, ...others] = edit.ids
      const pairs = others.filter((id) => id !== first).map((id): PairLink['pair'] => [first!, id])
      const links = project.links.filter((link) => !pairs.some((pair) => isSamePair(pair, link.pair)))
      return { ...project, links: [...links, ...pairs.map((pair) => ({ kind: edit.kind, pair }))] }
    }
    case 'unlink-components':
      return { ...project, links: project.links.filter(({ pair }) => !isSamePair(pair, edit.pair)) }
    case 'group-components': {
      const ungrouped = {
        ...project,
        sources: [],
        components: project.components.map((component) => ({ ...component, sourceId: null, isPlaced: false }))
      }
      return edit.groups.reduce<Project>(
        (grouped, group) => change(grouped, { type: 'make-source', ...group, isPlaced: false }),
        ungrouped
      )
    }
    case 'add-hint': {
      requireIds(project.sources, [edit.hint.source])
      if (project.hints.some(({ id }) => id === edit.hint.id))
        throw new AppError('invalid-argument', `there is a hint ${edit.hint.id} already`, { id: edit.hint.id })
      return { ...project, hints: [...project.hints, edit.hint] }
    }
    case 'remove-hints': {
      const hints = project.hints.filter(({ id }) => !edit.ids.includes(id))
      return hints.length === project.hints.length ? project : { ...project, hints }
    }
    case 'add-region':
    case 'change-region':
    case 'remove-regions':
    case 'cut-time':
    case 'restore-time':
      return applyTimeEdit(project, edit)
  }
}

/** Without those about sources that are gone. */
function livingHints({ hints, sources }: Project): Project['hints'] {
  const living = hints.filter(({ source }) => sources.some(({ id }) => id === source))
  return living.length === hints.length ? hints : living
}

/** Without those of components that are gone. */
function livingLinks({ links, components }: Project): Project['links'] {
  const living = links.filter(({ pair }) => pair.every((id) => components.some((component) => component.id === id)))
  return living.length === links.length ? links : living
}

function isSamePair([a, b]: PairLink['pair'], other: PairLink['pair']): boolean {
  return other.includes(a) && other.includes(b)
}

function movedSource(sources: readonly Source[], id: string, toIndex: number): readonly Source[] {
  requireIds(sources, [id])
  const from = sources.findIndex((source) => source.id === id)
  const to = Math.min(sources.length - 1, Math.max(0, Math.round(toIndex)))
  if (!Number.isFinite(toIndex) || from === to) return sources
  const others = sources.filter((source) => source.id !== id)
  return [...others.slice(0, to), sources[from]!, ...others.slice(to)]
}

function freshSource(sources: readonly Source[], id: string, name: string): Source {
  if (sources.some((source) => source.id === id)) {
    throw new AppError('invalid-argument', `a source with id ${id} exists already`, { id })
  }
  const taken = new Set(sources.map((source) => source.colour))
  const colour =
    colourNames.find((candidate) => !taken.has(candidate)) ?? colourNames[sources.length % colourNames.length]!
  return {
    id,
    name: name.trim() || `Source ${sources.length + 1}`,
    colour,
    gainDecibels: 0,
    isMuted: false,
    isSoloed: false
  }
}

function moveComponents(
  project: Project,
  move: { readonly ids: readonly string[]; readonly sourceId: string | null; readonly isPlaced?: boolean }
): Project {
  const { ids, sourceId } = move
  const isPlaced = sourceId !== null && move.isPlaced !== false
  if (sourceId !== null) requireIds(project.sources, [sourceId])
  return withStrips(project, {
    components: changed(project.components, withMerged(project.components, ids), { sourceId, isPlaced })
  })
}

type StripChange = Partial<Pick<Source, 'name' | 'gainDecibels' | 'isMuted' | 'isSoloed'>>

function changeStrips(project: Project, kind: StripKind, ids: readonly string[], change: StripChange): Project {
  // a name is of the one that bears it, all else of what sounds as one
  const components = project.components
  const meant = 'name' in change ? ids : withMerged(components, ids)
  return kind === 'component'
    ? withStrips(project, { components: changed<Component>(components, meant, change) })
    : withStrips(project, { sources: changed<Source>(project.sources, ids, change) })
}

function changeAll(project: Project, change: StripChange): Project {
  const { components, sources } = project
  return withStrips(project, {
    components: changed<Component>(components, components.map(idOf), change),
    sources: changed<Source>(sources, sources.map(idOf), change)
  })
}

function withStrips(project: Project, strips: Partial<Pick<Project, 'components' | 'sources'>>): Project {
  const { components = project.components, sources = project.sources } = strips
  const isSame = components === project.components && sources === project.sources
  return isSame ? project : { ...project, components, sources }
}

/** The strips with a change made to those of the ids; the very same list when they are so already. */
function changed<S extends Component | Source>(
  strips: readonly S[],
  ids: readonly string[],
  change: Partial<S>
): readonly S[] {
  requireIds(strips, ids)
  const keys = Object.keys(change) as (keyof S)[]
  const isTouched = (strip: S) => ids.includes(strip.id) && keys.some((key) => strip[key] !== change[key])
  return strips.some(isTouched) ? strips.map((strip) => (isTouched(strip) ? { ...strip, ...change } : strip)) : strips
}

function idOf(strip: Component | Source): string {
  return strip.id
}

function requireIds(strips: readonly { id: string }[], ids: readonly string[]): void {
  const unknown = ids.find((id) => !strips.some((strip) => strip.id === id))
  if (unknown !== undefined)
    throw new AppError('unknown-id', `there is no component or source ${unknown}`, { id: unknown })
}
