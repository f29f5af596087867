import type { EngineMethods } from '@core/contract/engine'
import type { Call, Result } from '@core/contract/rpc'
import type { SeparationParameters } from '@core/separation/parameters'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'

export type Proposal = Result<EngineMethods['proposeRank']>

export type ProposalState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly fraction: number; readonly isEnding: boolean }
  | { readonly kind: 'proposed'; readonly proposal: Proposal }

/** How many components the engine would take for the open recording, asked for by the person. */
export class RankProposal {
  readonly #session: EngineSession
  readonly #messages: Messages
  #state = $state.raw<ProposalState>({ kind: 'idle' })
  #call: Call<Proposal> | null = null
  #asked = 0

  constructor(session: EngineSession, messages: Messages) {
    this.#session = session
    this.#messages = messages
  }

  get state(): ProposalState {
    return this.#state
  }

  async ask(parameters: SeparationParameters): Promise<void> {
    if (this.#state.kind === 'running') return
    const asked = ++this.#asked
    this.#state = { kind: 'running', fraction: 0, isEnding: false }
    try {
      // A restarted engine has to know the recording first.
      await this.#session.read('readSamples', (clipId) => ({ clipId, start: 0, count: 1 }))
      const clipId = this.#session.clipId
      if (asked !== this.#asked || clipId === null) return
      const call = (this.#call = this.#session.start('proposeRank', { clipId, parameters }, ({ fraction }) => {
        if (asked === this.#asked && this.#state.kind === 'running') this.#state = { ...this.#state, fraction }
      }))
      const outcome = await call.outcome
      if (asked !== this.#asked) return
      if (outcome.kind === 'failed') this.#fail(outcome.error)
      else this.#state = outcome.kind === 'done' ? { kind: 'proposed', proposal: outcome.value } : { kind: 'idle' }
    } catch (thrown) {
      if (asked === this.#asked) this.#fail(thrown)
    }
  }

  cancel(): void {
    if (this.#state.kind !== 'running') return
    this.#state = { ...this.#state, isEnding: true }
    if (this.#call === null) this.dismiss()
    else this.#call.interrupt('cancel')
  }

  /** Forgets the proposal, and the question if it is still open. */
  dismiss(): void {
    this.#asked++
    this.#call?.interrupt('cancel')
    this.#call = null
    this.#state = { kind: 'idle' }
  }

  #fail(error: unknown): void {
    this.#state = { kind: 'idle' }
    tellFailure(this.#messages, error)
  }
}
