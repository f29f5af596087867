import type { SeparationProgress, SeparationResult } from '@core/contract/engine'
import type { Call } from '@core/contract/rpc'
import type { SeparationParameters } from '@core/separation/parameters'
import type { Factors } from '@core/separation/factors'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { Transport } from './transport.svelte'

export type RunState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly parameters: SeparationParameters
      readonly progress: SeparationProgress | null
      readonly isEnding: boolean
    }

/** One separation under way. Until it is done nothing of the document changes. */
export class SeparationRun {
  readonly #document: OpenDocument
  readonly #session: EngineSession
  readonly #messages: Messages
  readonly #transport: Transport
  #state = $state.raw<RunState>({ kind: 'idle' })
  #costs = $state.raw<readonly number[]>([])
  #preview = $state.raw<Factors | null>(null)
  #call: Call<SeparationResult> | null = null
  #wish: 'cancel' | 'finish' | null = null

  constructor(parts: { document: OpenDocument; session: EngineSession; messages: Messages; transport: Transport }) {
    this.#document = parts.document
    this.#session = parts.session
    this.#messages = parts.messages
    this.#transport = parts.transport
  }

  get state(): RunState {
    return this.#state
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running'
  }

  /** relative costs so far, one for each iteration; NaN for those that were not told */
  get costs(): readonly number[] {
    return this.#costs
  }

  /** W and H as they stood about a quarter of a second ago */
  get preview(): Factors | null {
    return this.#preview
  }

  /** 0 to 1 */
  get fraction(): number {
    if (this.#state.kind !== 'running' || this.#state.progress === null) return 0
    const { iteration, iterationCount } = this.#state.progress
    return iteration / iterationCount
  }

  async start(parameters: SeparationParameters): Promise<void> {
    if (this.isRunning) return
    this.#wish = null
    this.#costs = []
    this.#state = { kind: 'running', parameters, progress: null, isEnding: false }
    try {
      // A restarted engine has to know the recording before it can separate it.
      await this.#session.read('readSamples', (clipId) => ({ clipId, start: 0, count: 1 }))
      if (this.#wish !== null) return this.#stop()
      this.#call = this.#session.start('separate', { clipId: this.#session.clipId!, parameters }, (progress) =>
        this.#follow(progress)
      )
      const outcome = await this.#call.outcome
      this.#stop()
      if (outcome.kind === 'done') this.#take(outcome.value)
      else if (outcome.kind === 'cancelled') this.#messages.say('Separation cancelled. Everything is as it was.')
      else this.#fail(outcome.error, parameters)
    } catch (thrown) {
      this.#stop()
      this.#fail(thrown, parameters)
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
    if (progress.preview !== null) this.#preview = progress.preview
    if (progress.cost === null) return
    const costs = this.#costs.slice(0, progress.iteration)
    // Progress may skip iterations: NaN keeps their place on the axis, and nothing is made up.
    while (costs.length < progress.iteration - 1) costs.push(NaN)
    costs[Math.max(0, progress.iteration - 1)] = progress.cost
    this.#costs = costs
  }

  #stop(): void {
    this.#call = null
    this.#preview = null
    this.#state = { kind: 'idle' }
  }

  #take(result: SeparationResult): void {
    const { separationId, parameters, costs, seconds, factors } = result
    const { binCount, columnCount } = factors
    this.#document.keepFactors(separationId, factors)
    this.#document.dispatch({
      type: 'set-separation',
      separation: { id: separationId, parameters, binCount, columnCount, costs, seconds }
    })
    this.#transport.hear('sources')
    this.#messages.say(`Separated into ${factors.rank} components in ${seconds.toFixed(1)} s. Group them into sources.`)
  }

  #fail(error: unknown, parameters: SeparationParameters): void {
    tellFailure(this.#messages, error, {
      ...(this.#document.name === null ? {} : { subject: this.#document.name }),
      steps: [{ label: 'Retry', isPrimary: true, run: () => void this.start(parameters) }]
    })
  }
}
