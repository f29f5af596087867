import { z } from 'zod'
import { distinctNames } from '@core/grouping/group-description'
import type { GroupingKind, GroupingProposal, GroupingProposals, Likeness } from '@core/grouping/proposal'
import { standingComponents } from '@core/project/merged-components'
import { linksByIndex } from '@core/project/pair-links'
import type { Component, Source } from '@core/project/project'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import { recall, remember } from './remembered'
import type { Rows } from './rows.svelte'
import { RunGrouping } from './run-grouping.svelte'

export const previewCount = 8
/** below it a component could as well belong elsewhere */
const doubtfulMargin = 0.4
const automaticName = 'suggest-when-separated'

/** Proposals for the present separation, and which of them the sources follow. */
interface Suggested {
  readonly proposals: GroupingProposals
  readonly kind: GroupingKind
  readonly separationId: string
}

/** What the program said of a source that it made. */
interface GivenSource {
  readonly name: string
  /** others that it may be */
  readonly names: readonly string[]
  readonly reason: string
}

/** What speaks for and against a component's place. */
export interface Doubt {
  /** the next best source; null where there is none */
  readonly second: Source | null
  /** how much rather it is where it is, 0 … 1 */
  readonly margin: number
  /** what it shares with its source and with the next best */
  readonly likeness: { readonly own: Likeness; readonly second: Likeness } | null
}

interface SuggestionParts {
  readonly document: OpenDocument
  readonly rows: Rows
  readonly session: EngineSession
  readonly messages: Messages
}

/**
 * Lets the program sort components into sources. What a person placed it never moves again, and it keeps that source with its name,
 * colour and level.
 */
export class SourceSuggestion {
  readonly #parts: SuggestionParts
  #sourceCount = $state<number | null>(null)
  #state = $state.raw<Suggested | null>(null)
  #isAsking = $state(false)
  /** for each source that the program made, what it said of it */
  #given = $state.raw<ReadonlyMap<string, GivenSource>>(new Map())
  #isAutomatic = $state(recall(automaticName, z.boolean()) ?? false)
  readonly runGrouping: RunGrouping

  constructor(parts: SuggestionParts) {
    this.#parts = parts
    this.runGrouping = new RunGrouping(parts.session, this)
  }

  /** null: as many as there seem to be */
  get sourceCount(): number | null {
    return this.#sourceCount
  }

  set sourceCount(count: number | null) {
    this.#sourceCount = count
  }

  /** whether every separation that has no sources yet is followed by a suggestion */
  get isAutomatic(): boolean {
    return this.#isAutomatic
  }

  set isAutomatic(isOn: boolean) {
    this.#isAutomatic = isOn
    remember(automaticName, isOn)
  }

  get isAsking(): boolean {
    return this.#isAsking
  }

  /** null before the first suggestion, and after another separation */
  readonly suggested = $derived.by((): Suggested | null =>
    this.#state?.separationId === this.#parts.document.project.separation?.id ? this.#state : null
  )

  readonly proposal = $derived.by((): GroupingProposal | null => {
    const suggested = this.suggested
    return suggested?.proposals.proposals.find(({ kind }) => kind === suggested.kind) ?? null
  })

  /** the components that are worth a question, most of all first */
  readonly questions = $derived.by((): Component[] => {
    const { components } = this.#parts.document.project
    const standing = standingComponents(components)
    return (this.suggested?.proposals.questions ?? []).flatMap((index) => {
      const component = standing.find((candidate) => candidate.index === index)
      return component === undefined || component.isPlaced ? [] : [component]
    })
  })

  /** those of the questions whose components could as well belong elsewhere */
  readonly doubtful = $derived.by((): Component[] =>
    this.questions.filter((component) => this.doubtAbout(component).margin < doubtfulMargin)
  )

  /** why the program made this source; null for a source that a person made */
  reasonFor(source: Source): string | null {
    return this.#given.get(source.id)?.reason ?? null
  }

  /** what else the source may be, as long as nobody named it */
  namesFor(source: Source): readonly string[] {
    const given = this.#given.get(source.id)
    return given?.name === source.name ? given.names.filter((name) => name !== source.name) : []
  }

  doubtAbout({ index }: Component): Doubt {
    const { sources } = this.#parts.document.project
    const proposal = this.proposal
    const second = proposal?.seconds[index]
    return {
      second: second === undefined ? null : (sources[second] ?? null),
      margin: proposal?.margins[index] ?? 1,
      likeness: proposal?.likeness[index] ?? null
    }
  }

  /** The run is over. @param isSeparated whether its result was taken */
  endRun(isSeparated: boolean): void {
    this.runGrouping.end()
    if (isSeparated && this.isMeant) void this.suggest()
  }

  /** What a person grouped or painted is not sorted without being asked. */
  get isMeant(): boolean {
    const { sources, hints } = this.#parts.document.project
    return this.#isAutomatic && sources.length === 0 && hints.length === 0
  }

  /** Asks the engine, and makes sources of what was learned. */
  async suggest(): Promise<void> {
    const { document, session, messages } = this.#parts
    const { separation } = document.project
    if (separation === null || this.#isAsking) return
    this.#isAsking = true
    try {
      const labels = this.#labels()
      const request = {
        separationId: separation.id,
        sourceCount: this.#countFor(labels),
        labels,
        links: linksByIndex(document.project),
        previewCount
      }
      // A restarted engine has to know the separation first.
      const proposals = await session.read('proposeGrouping', (clipId) => ({ clipId, ...request }), separation.id)
      // What a person sorted meanwhile counts for more than an answer to what stood before.
      if (document.project.separation?.id !== separation.id || String(this.#labels()) !== String(labels)) return
      this.#state = { proposals, kind: 'learned', separationId: separation.id }
      this.choose('learned')
    } catch (thrown) {
      tellFailure(messages, thrown)
    } finally {
      this.#isAsking = false
    }
  }

  /** Makes sources as another proposal has them; one step of undo. */
  choose(kind: GroupingKind): void {
    const suggested = this.suggested
    const proposal = suggested?.proposals.proposals.find((candidate) => candidate.kind === kind)
    if (suggested === null || proposal === undefined) return
    this.#state = { ...suggested, kind }
    this.#apply(proposal)
  }

  /** @param sourceIndices for each of the small groups its source; null leaves its components where they are */
  assignPreviews(sourceIndices: readonly (number | null)[]): void {
    const { document } = this.#parts
    const { sources } = document.project
    const groups = this.suggested?.proposals.previews.groups ?? []
    const step = `previews-${crypto.randomUUID()}`
    sources.forEach((source, place) => {
      const ids = standingComponents(document.project.components)
        .filter(({ isPlaced, index }) => sourceIndices[groups[index]!] === place && !isPlaced)
        .map(({ id }) => id)
      if (ids.length === 0) return
      document.dispatch({ type: 'move-components', ids, sourceId: source.id }, step)
    })
    document.closeStep()
  }

  /** For each component the place of the source that a person gave it. */
  #labels(): (number | null)[] {
    const { sources, components } = this.#parts.document.project
    const places = new Map(sources.map(({ id }, place) => [id, place]))
    return components
      .toSorted((a, b) => a.index - b.index)
      .map(({ isPlaced, sourceId }) => (isPlaced && sourceId !== null ? places.get(sourceId)! : null))
  }

  /** At least as many as hold what a person put there. */
  #countFor(labels: readonly (number | null)[]): number | null {
    const least = Math.max(0, ...labels.map((label) => (label ?? -1) + 1))
    if (least === 0) return this.#sourceCount
    return Math.max(least, this.#sourceCount ?? this.#parts.document.project.sources.length)
  }

  #apply(proposal: GroupingProposal): void {
    const { document, rows } = this.#parts
    const { project } = document
    const count = proposal.descriptions.length
    const names = distinctNames(proposal.descriptions.map(({ names: [name] }) => name!))
    const membersOf = (group: number): string[] =>
      standingComponents(project.components)
        .filter(({ index, isPlaced }) => proposal.groups[index] === group && !isPlaced)
        .map(({ id }) => id)
    // Sources that a person filled or painted for are not made anew.
    const isTheirs = project.hints.length > 0 || this.#labels().some((label) => label !== null)
    const kept = isTheirs ? project.sources : []
    const ids = Array.from({ length: count }, (_, group) => kept[group]?.id ?? crypto.randomUUID())
    if (kept.length === 0) {
      const groups = ids.map((id, group) => ({ id, name: names[group]!, componentIds: membersOf(group) }))
      document.dispatch({ type: 'group-components', groups: groups.filter((group) => group.componentIds.length > 0) })
    } else {
      const step = `suggest-${crypto.randomUUID()}`
      ids.forEach((id, group) => {
        const componentIds = membersOf(group)
        if (group >= kept.length)
          document.dispatch({ type: 'make-source', id, name: names[group]!, componentIds, isPlaced: false }, step)
        else if (componentIds.length > 0)
          document.dispatch({ type: 'move-components', ids: componentIds, sourceId: id, isPlaced: false }, step)
        // A name that the program gave goes with what it put there.
        if (kept[group] !== undefined && this.#given.get(id)?.name === kept[group].name)
          document.dispatch({ type: 'rename', kind: 'source', id, name: names[group]! }, step)
      })
      document.closeStep()
    }
    this.#given = new Map(
      ids.map((id, group) => {
        const { names: possible, sentence } = proposal.descriptions[group]!
        return [id, { name: names[group]!, names: possible, reason: sentence }]
      })
    )
    // All sources are seen at once, and the components of the last one.
    for (const id of ids.slice(0, -1)) rows.setExpanded(id, false)
  }
}
