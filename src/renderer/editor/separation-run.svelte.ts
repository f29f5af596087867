import type { SeparationProgress, SeparationResult } from '@core/contract/engine'
import type { Call } from '@core/contract/rpc'
import type { Project } from '@core/project/project'
import { matchComponents } from '@core/separation/component-matching'
import type { KnownSeparationRequest } from '@core/separation/known-sources'
import type { CostPoint, SeparationParameters } from '@core/separation/parameters'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { LivePreview } from './live-preview.svelte'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { Transport } from './transport.svelte'

/** What the engine is asked for, beside the recording. */
export interface RunRequest {
  readonly parameters: SeparationParameters
  /** the separation to go on from */
  readonly warmSeparationId: string | null
  /** (bins × parameters.givenTemplateCount) */
  readonly givenTemplates: Float32Array<ArrayBuffer> | null
  /** sources that the components are of, known beforehand, in the order of the components; missing: none */
  readonly groups?: KnownSeparationRequest['groups']
}

export type RunState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly parameters: SeparationParameters
      readonly progress: SeparationProgress | null
      readonly isEnding: boolean
    }

interface RunParts {
  readonly document: OpenDocument
  readonly session: EngineSession
  readonly messages: Messages
  readonly transport: Transport
  readonly preview: LivePreview
  readonly onPreview: (
    factors: SeparationResult['factors'],
    parameters: SeparationParameters,
    iteration: number
  ) => void
  /** isSeparated: a result was taken, whose components are in no source of their own yet */
  readonly onEnd: (isSeparated: boolean) => void
}

/** One separation under way. Until it is done nothing of the document changes. */
export class SeparationRun {
  readonly #parts: RunParts
  #state = $state.raw<RunState>({ kind: 'idle' })
  #costs = $state.raw<readonly CostPoint[]>([])
  #call: Call<SeparationResult> | null = null
  #wish: 'cancel' | 'finish' | null = null

  constructor(parts: RunParts) {
    this.#parts = parts
  }

  get state(): RunState {
    return this.#state
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running'
  }

  /** relative costs so far, where they were measured */
  get costs(): readonly CostPoint[] {
    return this.#costs
  }

  /** of the whole run, 0 to 1 */
  get fraction(): number {
    return this.#state.kind === 'running' ? (this.#state.progress?.fraction ?? 0) : 0
  }

  async start(request: RunRequest): Promise<void> {
    if (this.isRunning) return
    const { session, messages } = this.#parts
    const { parameters, warmSeparationId } = request
    this.#wish = null
    this.#costs = []
    this.#state = { kind: 'running', parameters, progress: null, isEnding: false }
    try {
      // A restarted engine has to know the recording before it can separate it, and any engine what to go on from.
      await session.read('readSamples', (clipId) => ({ clipId, start: 0, count: 1 }))
      if (warmSeparationId !== null) await session.ensure(warmSeparationId)
      if (this.#wish !== null) return this.#stop()
      const { groups, ...asked } = request
      const params = { ...asked, clipId: session.clipId! }
      this.#call = session.start('separate', params, (progress) => this.#follow(progress))
      const outcome = await this.#call.outcome
      if (outcome.kind === 'done') this.#take(outcome.value, groups ?? null)
      this.#stop(outcome.kind === 'done')
      if (outcome.kind === 'cancelled') messages.say('Separation cancelled. Everything is as it was.')
      else if (outcome.kind === 'failed') this.#fail(outcome.error, request)
    } catch (thrown) {
      this.#stop()
      this.#fail(thrown, request)
    }
  }

  /** 'cancel' puts everything back as it was, 'finish' keeps the result so far. */
  end(wish: 'cancel' | 'finish'): void {
    if (this.#state.kind !== 'running') return
    this.#wish = wish
    this.#state = { ...this.#state, isEnding: true }
    this.#call?.interrupt(wish)
  }

  #follow(progress: SeparationProgress): void {
    if (this.#state.kind !== 'running') return
    this.#state = { ...this.#state, progress }
    const { preview, costPoint } = progress
    if (preview !== null) {
      this.#parts.preview.show(preview, this.#state.parameters)
      this.#parts.onPreview(preview, this.#state.parameters, progress.iteration)
    }
    if (costPoint !== null && costPoint.iteration > (this.#costs.at(-1)?.iteration ?? 0))
      this.#costs = [...this.#costs, costPoint]
  }

  #stop(isSeparated = false): void {
    this.#call = null
    this.#parts.preview.end()
    this.#state = { kind: 'idle' }
    this.#parts.onEnd(isSeparated)
  }

  /** The result, the components it was recognised by, and what was muted or soloed on the way: one step of undo. */
  #take(result: SeparationResult, groups: KnownSeparationRequest['groups'] | null): void {
    const { document, transport, messages, preview } = this.#parts
    const { separationId, parameters, costs, seconds, factors } = result
    const { binCount, columnCount } = factors
    // Components of known sources are sorted already; else those that are recognised keep what they had.
    const former = groups === null ? document.factors : null
    const matches = former === null ? null : matchComponents(former, factors)
    const regionCount = document.project.regions.length
    document.keepFactors(separationId, factors)
    document.dispatch(
      {
        type: 'set-separation',
        separation: { id: separationId, parameters, binCount, columnCount, costs, seconds, splitCount: 0 },
        ...(matches === null ? {} : { matches })
      },
      separationId
    )
    if (groups !== null)
      document.dispatch({ type: 'group-components', groups: knownGroups(groups, document.project) }, separationId)
    for (const edit of preview.edits(document.project.components)) document.dispatch(edit, separationId)
    document.closeStep()
    // Who listened to the residual of the run, or muted a row of it, goes on hearing just that.
    if (preview.present === null || transport.hearing === 'original') transport.hear('sources')
    const lostRegions = regionCount - document.project.regions.length
    const done =
      groups === null ? doneText(factors.rank, seconds, matches) : `Separated from examples in ${seconds.toFixed(1)} s.`
    messages.say(`${done}${lostText(lostRegions)}`)
  }

  #fail(error: unknown, request: RunRequest): void {
    const { messages, document } = this.#parts
    tellFailure(messages, error, {
      ...(document.name === null ? {} : { subject: document.name }),
      steps: [{ label: 'Retry', isPrimary: true, run: () => void this.start(request) }]
    })
  }
}

function knownGroups(groups: KnownSeparationRequest['groups'], { components }: Project) {
  let next = 0
  return groups.map(({ name, componentCount }) => {
    const [first, end] = [next, (next += componentCount)]
    const members = components.filter(({ index }) => index >= first && index < end)
    return { id: crypto.randomUUID(), name: name ?? 'Rest', componentIds: members.map(({ id }) => id) }
  })
}

/** What the person decided and what no longer has anything to act on. */
function lostText(regionCount: number): string {
  if (regionCount === 0) return ''
  const regions = regionCount === 1 ? '1 region edit' : `${regionCount} region edits`
  return ` ${regions} went with components that are gone; Undo brings them back.`
}

function doneText(rank: number, seconds: number, matches: readonly (number | null)[] | null): string {
  const done = `Separated into ${rank} components in ${seconds.toFixed(1)} s.`
  if (matches === null) return `${done} Group them into sources.`
  const recognised = matches.filter((match) => match !== null).length
  if (recognised === 0) return `${done} None of the former components was recognised.`
  return `${done} ${recognised} of ${rank} were recognised and keep their names and sources.`
}
