import type { ClipInfo, EngineMethods, SeparationResult } from '@core/contract/engine'
import type { Client } from '@core/contract/rpc'
import { distinctNames } from '@core/grouping/group-description'
import { noLinks, type GroupDescription, type GroupingProposals } from '@core/grouping/proposal'
import { describeComponent } from '@core/grouping/component-description'
import { componentPicture } from '@core/grouping/component-picture'
import { templateOf } from '@core/separation/templates'
import { finish } from './finish-call'

/** Components that belong together. */
export interface ComponentGroup {
  /** what a person reads */
  readonly name: string
  /** the same, short, for a file name */
  readonly label: string
  readonly componentIndices: readonly number[]
}

/** The sources of a separation, and what they were proposed from; null where components need no grouping. */
export interface GroupedSources {
  readonly sources: readonly ComponentGroup[]
  readonly proposals: GroupingProposals | null
}

export interface GroupingWish {
  /** null: as many as there seem to be */
  readonly sourceCount: number | null
  /** what a person said of components, by their place, and the names of the sources */
  readonly labels: { readonly names: readonly string[]; readonly sourceOf: ReadonlyMap<number, number> } | null
  readonly previewCount: number
}

/** Median filters always give these two components. */
const medianComponents: readonly ComponentGroup[] = [
  { name: 'Harmonic', label: 'harmonic', componentIndices: [0] },
  { name: 'Percussive', label: 'percussive', componentIndices: [1] }
]

/** Groups the components into sources by the proposal that was learned. @throws Cancelled, AppError */
export async function groupSources(
  { engine, signal }: { engine: Client<EngineMethods>; signal: AbortSignal },
  clip: ClipInfo,
  { separationId, parameters, factors }: SeparationResult,
  { sourceCount, labels, previewCount }: GroupingWish
): Promise<GroupedSources> {
  if (parameters.method === 'hpss') return { sources: medianComponents, proposals: null }
  const count = labels === null ? sourceCount : Math.max(sourceCount ?? 0, labels.names.length)
  const proposals = await finish(
    engine.start('proposeGrouping', {
      clipId: clip.clipId,
      separationId,
      sourceCount: count,
      labels: Array.from({ length: factors.rank }, (_, index) => labels?.sourceOf.get(index) ?? null),
      links: noLinks,
      previewCount: Math.min(previewCount, factors.rank)
    }),
    signal
  )
  const [learned] = proposals.proposals
  return { sources: groupsOf(learned!.groups, learned!.descriptions, labels?.names ?? []), proposals }
}

/** The small groups of a proposal, each a stem to listen to. */
export function previewGroups({ previews }: GroupingProposals): readonly ComponentGroup[] {
  return groupsOf(previews.groups, previews.descriptions, [])
}

/** Each component by itself. */
export function singleComponents(clip: ClipInfo, separation: SeparationResult): readonly ComponentGroup[] {
  const { factors, parameters } = separation
  if (parameters.method === 'hpss') return medianComponents
  return Array.from({ length: factors.rank }, (_, index) => {
    const template = templateOf(factors, index)
    const { name } =
      parameters.method === 'bands'
        ? nameBand(template, clip.sampleRate / parameters.windowSamples)
        : describeComponent(componentPicture(factors, [index]), { ...parameters, sampleRate: clip.sampleRate })
    return { name: `Component ${index + 1}`, label: name, componentIndices: [index] }
  })
}

/** Groups without a component are left out; the first have the names that a person gave. */
function groupsOf(
  groups: readonly number[],
  descriptions: readonly GroupDescription[],
  given: readonly string[]
): readonly ComponentGroup[] {
  const names = distinctNames(descriptions.map(({ names: [name] }, group) => given[group] ?? name!))
  return names.flatMap((name, group) => {
    const componentIndices = groups.flatMap((of, index) => (of === group ? [index] : []))
    return componentIndices.length === 0 ? [] : [{ name, label: name.toLowerCase(), componentIndices }]
  })
}

/** A band by its first and last bin: its template is 0 beyond them. */
function nameBand(template: Float32Array, binHertz: number): { name: string } {
  const isInside = (value: number) => value > 0
  const [first, last] = [template.findIndex(isInside), template.findLastIndex(isInside)]
  return { name: `${Math.round(first * binHertz)}-${Math.round(last * binHertz)} Hz` }
}
