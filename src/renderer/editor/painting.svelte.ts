import type { Call } from '@core/contract/rpc'
import type { SeparationResult } from '@core/contract/engine'
import { AppError } from '@core/errors'
import type { PaintedHint, Project, Source } from '@core/project/project'
import { relabelByHints } from '@core/separation/relabel-hints'
import type { HintArea } from '@core/separation/hints'
import { stftLayout } from '@core/spectral/stft-layout'
import { isInArea, type Place } from '../drawing/hint-shape'
import { componentName } from './component-name'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import { paintedShaping } from './painted-shaping'
import type { Rows } from './rows.svelte'

export const paintTools = ['select', 'brush', 'box', 'erase'] as const
export type PaintTool = (typeof paintTools)[number]

interface PaintingParts {
  readonly document: OpenDocument
  readonly rows: Rows
  readonly session: EngineSession
  readonly messages: Messages
}

/** Paints on the spectrogram what is of a source: the tool in the hand, what it does at once, and the separation that learns from it. */
export class Painting {
  readonly #parts: PaintingParts
  #tool = $state<PaintTool>('select')
  /** what is being drawn now */
  draft = $state.raw<HintArea | null>(null)
  #learning = $state.raw<{ readonly fraction: number } | null>(null)
  #call: Call<Omit<SeparationResult, 'costs' | 'build'>> | null = null

  constructor(parts: PaintingParts) {
    this.#parts = parts
  }

  /** a run puts the tools away: there is nothing to paint for */
  get tool(): PaintTool {
    return this.target === null ? 'select' : this.#tool
  }

  choose(tool: PaintTool): void {
    this.#tool = tool
    this.draft = null
  }

  get hints(): readonly PaintedHint[] {
    return this.#parts.document.project.hints
  }

  /** whether the separation learns now, and how far it is */
  get learning(): { readonly fraction: number } | null {
    return this.#learning
  }

  /** the source that is painted for: the selected one, or that of the selected component; else the first */
  readonly target = $derived.by((): Source | null => {
    const { project, factors } = this.#parts.document
    if (factors === null) return null
    const { focused } = this.#parts.rows
    const component = project.components.find(({ id }) => id === focused?.id)
    const id = focused?.kind === 'source' ? focused.id : component?.sourceId
    return project.sources.find((source) => source.id === id) ?? project.sources[0] ?? null
  })

  /** what is painted on a source that is heard alone is pushed out of it */
  readonly sign = $derived.by((): PaintedHint['sign'] => (this.target?.isSoloed === true ? 'is-not' : 'is'))

  /** Takes an area as painted: masks follow it at once, and a component that it decides goes to another source. One step of undo. */
  paint(area: HintArea): void {
    this.draft = null
    const { document } = this.#parts
    const source = this.target
    if (source === null) return
    const hint: PaintedHint = { id: crypto.randomUUID(), source: source.id, sign: this.sign, area }
    const moved = this.#relabelled(hint)
    document.dispatch({ type: 'add-hint', hint }, hint.id)
    for (const { ids, sourceId } of moved) {
      document.dispatch({ type: 'move-components', ids, sourceId }, hint.id)
    }
    document.closeStep()
    this.#tell(hint, source, moved)
  }

  /** Removes what was painted at a place. All that a stroke of the eraser removes is one step. */
  erase(place: Place, step: string): void {
    this.#remove(
      this.hints.filter(({ area }) => isInArea(area, place)).map(({ id }) => id),
      step
    )
  }

  /** Removes what was painted within a stretch of time. */
  eraseWithin(startSeconds: number, endSeconds: number): void {
    const inside = ({ area }: PaintedHint): boolean => {
      const times =
        area.kind === 'box' ? [area.startSeconds, area.endSeconds] : area.points.map(({ seconds }) => seconds)
      return times.every((seconds) => seconds >= startSeconds && seconds <= endSeconds)
    }
    this.#remove(
      this.hints.filter(inside).map(({ id }) => id),
      crypto.randomUUID()
    )
    this.#parts.document.closeStep()
  }

  eraseAll(): void {
    this.#remove(
      this.hints.map(({ id }) => id),
      crypto.randomUUID()
    )
    this.#parts.document.closeStep()
  }

  /** A separation that learned from what is painted; one step of undo. */
  async learn(): Promise<void> {
    const { document, session, messages } = this.#parts
    const { project } = document
    const { separation } = project
    const shaping = paintedShaping(project)
    if (separation === null || shaping === null || this.#learning !== null) return
    this.#learning = { fraction: 0 }
    try {
      await session.ensure(separation.id)
      const { sources, componentSources, hints } = shaping
      const params = { clipId: session.clipId!, separationId: separation.id, sources, componentSources, hints }
      this.#call = session.start('learnFromHints', params, (progress) => (this.#learning = progress))
      const outcome = await this.#call.outcome
      if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
      if (outcome.kind === 'cancelled') return messages.say('Nothing was learned. Everything is as it was.')
      if (document.project.separation?.id !== separation.id)
        return messages.warn('There is another separation by now: what was learned from the paint is left.')
      const { separationId, parameters, seconds, factors } = outcome.value
      document.keepFactors(separationId, factors)
      const matches = document.project.components.map((_, index) => index)
      const learned = { ...separation, id: separationId, parameters, costs: [], seconds }
      document.dispatch({ type: 'set-separation', separation: learned, matches }, separationId)
      document.closeStep()
      messages.say(`Learned from what was painted in ${seconds.toFixed(1)} s. Listen; undo brings the former back.`)
    } catch (thrown) {
      tellFailure(messages, thrown)
    } finally {
      this.#learning = null
      this.#call = null
    }
  }

  cancel(): void {
    this.#call?.interrupt('cancel')
  }

  reset(): void {
    this.cancel()
    this.#tool = 'select'
    this.draft = null
  }

  #remove(ids: readonly string[], step: string): void {
    if (ids.length > 0) this.#parts.document.dispatch({ type: 'remove-hints', ids }, step)
  }

  #relabelled(hint: PaintedHint): { readonly ids: string[]; readonly sourceId: string | null }[] {
    const { project, factors, clip } = this.#parts.document
    const { separation, sources, components } = project
    if (factors === null || clip === null || separation === null) return []
    const { windowSamples, hopSamples } = separation.parameters
    const ids = sources.map(({ id }) => id)
    const moved = relabelByHints(factors, [hint], {
      componentSources: components.map(({ sourceId }) => (sourceId === null ? -1 : ids.indexOf(sourceId))),
      sources: ids,
      layout: stftLayout(clip.lengthSamples, windowSamples, hopSamples),
      sampleRate: clip.sampleRate
    })
    return moved.map(({ componentIndex, source }) => {
      const { id, mergedInto } = components[componentIndex]!
      return { ids: [mergedInto ?? id], sourceId: ids[source] ?? null }
    })
  }

  #tell(
    hint: PaintedHint,
    source: Source,
    moved: readonly { readonly ids: readonly string[]; readonly sourceId: string | null }[]
  ): void {
    const { document, messages } = this.#parts
    const { sources, components } = document.project
    const words = hint.sign === 'is' ? `Painted for ${source.name}` : `Pushed out of ${source.name}`
    const [first] = moved
    const component = components.find(({ id }) => id === first?.ids[0])
    if (first === undefined || component === undefined) return messages.say(`${words}: the masks follow it there.`)
    const to = sources.find(({ id }) => id === first.sourceId)?.name ?? 'no source'
    messages.say(`${words}: ${componentName(component)} holds most of it and goes to ${to}.`)
  }
}

/** What the paint does, in words for each source. */
export function paintedCounts({ hints, sources }: Project): string {
  const parts = sources.flatMap(({ id, name }) => {
    const own = hints.filter(({ source }) => source === id)
    const count = (sign: PaintedHint['sign']): number => own.filter((hint) => hint.sign === sign).length
    return [
      ...(count('is') > 0 ? [`${count('is')} for ${name}`] : []),
      ...(count('is-not') > 0 ? [`${count('is-not')} out of ${name}`] : [])
    ]
  })
  return parts.join(', ')
}
