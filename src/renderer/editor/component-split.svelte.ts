import type { SplitResult } from '@core/contract/engine'
import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { componentPicture } from '@core/grouping/component-picture'
import { describeComponent } from '@core/grouping/component-description'
import { mergedMembers } from '@core/project/merged-components'
import type { Component } from '@core/project/project'
import { splitObstacle, type PartCount } from '@core/separation/split-obstacle'
import { componentName, isNamed } from './component-name'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'

export type SplitState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly componentId: string
      readonly partCount: PartCount
      readonly fraction: number
      readonly isEnding: boolean
    }

interface SplitParts {
  readonly document: OpenDocument
  readonly session: EngineSession
  readonly messages: Messages
}

/** One component that is being pulled apart into a few. Until it is done nothing of the document changes. */
export class ComponentSplit {
  readonly #parts: SplitParts
  #state = $state.raw<SplitState>({ kind: 'idle' })
  #call: Call<SplitResult> | null = null

  constructor(parts: SplitParts) {
    this.#parts = parts
  }

  get state(): SplitState {
    return this.#state
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running'
  }

  /** Why a component cannot be split into so many parts, as a sentence; null: it can. */
  obstacle(componentId: string, partCount: PartCount): string | null {
    const { project } = this.#parts.document
    if (project.separation === null) return 'There is no separation yet.'
    if (this.isRunning) return 'Another component is being split now.'
    const goneCount = mergedMembers(project.components, componentId).length
    if (goneCount === partCount) return null
    const obstacle = splitObstacle(project.separation.parameters, goneCount, partCount)
    return obstacle === null ? null : `${obstacle[0]!.toUpperCase()}${obstacle.slice(1)}.`
  }

  async start(componentId: string, partCount: PartCount): Promise<void> {
    const { document, session, messages } = this.#parts
    const { project } = document
    const component = project.components.find(({ id }) => id === componentId)
    const separationId = project.separation?.id
    if (component === undefined || separationId === undefined || this.obstacle(componentId, partCount) !== null) return
    const members = mergedMembers(project.components, componentId)
    const label = this.#labelOf(component, members)
    if (members.length === partCount) {
      document.dispatch({ type: 'unmerge-component', id: componentId })
      messages.say(`${label} is the ${partCount} components again that were merged in it.`)
      return
    }
    this.#state = { kind: 'running', componentId, partCount, fraction: 0, isEnding: false }
    try {
      await session.ensure(separationId)
      const componentIndices = members.map(({ index }) => index)
      const params = { clipId: session.clipId!, separationId, componentIndices, partCount }
      this.#call = session.start('splitComponent', params, ({ fraction }) => this.#follow(fraction))
      if (this.#state.isEnding) this.#call.interrupt('cancel')
      const outcome = await this.#call.outcome
      if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
      if (outcome.kind === 'cancelled') messages.say(`${label} was not split. Everything is as it was.`)
      else this.#take(outcome.value, { separationId, members, label })
    } catch (thrown) {
      tellFailure(messages, thrown, { subject: label })
    } finally {
      this.#call = null
      this.#state = { kind: 'idle' }
    }
  }

  cancel(): void {
    if (this.#state.kind !== 'running') return
    this.#state = { ...this.#state, isEnding: true }
    this.#call?.interrupt('cancel')
  }

  #follow(fraction: number): void {
    if (this.#state.kind === 'running') this.#state = { ...this.#state, fraction }
  }

  #take(result: SplitResult, asked: { separationId: string; members: readonly Component[]; label: string }): void {
    const { document, messages } = this.#parts
    const { separation, components } = document.project
    const id = asked.members[0]!.mergedInto ?? asked.members[0]!.id
    const now = mergedMembers(components, id).map(({ index }) => index)
    // Who undid, merged or separated meanwhile goes on with what there is now.
    if (separation?.id !== asked.separationId || now.join() !== asked.members.map(({ index }) => index).join()) {
      messages.say(`${asked.label} was not split: it was changed meanwhile.`)
      return
    }
    const { separationId, parameters, factors, restChangeDecibels, seconds } = result
    document.keepFactors(separationId, factors)
    const partCount = factors.rank - components.length + now.length
    document.dispatch({
      type: 'split-component',
      id,
      separation: { ...separation, id: separationId, parameters },
      names: Array.from({ length: partCount }, (_, part) => `${asked.label} · ${part + 1}`)
    })
    const change =
      restChangeDecibels === null
        ? 'Nothing else changed.'
        : `All else differs by ${restChangeDecibels.toFixed(0).replace('-', '−')} dB.`
    messages.say(`${asked.label} was split into ${partCount} parts in ${seconds.toFixed(1)} s. ${change}`)
  }

  /** As its row names it: by its name, or by what its template sounds like. */
  #labelOf(component: Component, members: readonly Component[]): string {
    const { factors, clip, project } = this.#parts.document
    if (isNamed(component) || factors === null || clip === null) return componentName(component)
    const picture = componentPicture(
      factors,
      members.map(({ index }) => index)
    )
    return describeComponent(picture, { ...project.separation!.parameters, sampleRate: clip.sampleRate }).name
  }
}
