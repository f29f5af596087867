import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'

/** What a dialog lets the engine do in several calls, one thing at a time: shown, cancelled and told of when it fails. */
export class EngineWork {
  readonly #messages: Messages
  #present = $state.raw<{ readonly text: string; readonly fraction: number } | null>(null)
  #call: Call<unknown> | null = null
  #isCancelled = false
  #last: Promise<void> = Promise.resolve()
  #cancelCount = 0

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** what goes on now; null: nothing */
  get present(): { readonly text: string; readonly fraction: number } | null {
    return this.#present
  }

  get isCancelled(): boolean {
    return this.#isCancelled
  }

  /** One after the other; what waits when the person cancels does not begin. */
  run(work: () => Promise<void>): Promise<void> {
    const cancelCount = this.#cancelCount
    this.#last = this.#last.then(() => (cancelCount === this.#cancelCount ? this.#begin(work) : undefined))
    return this.#last
  }

  async #begin(work: () => Promise<void>): Promise<void> {
    this.#isCancelled = false
    this.#present = { text: '', fraction: 0 }
    try {
      await work()
    } catch (thrown) {
      tellFailure(this.#messages, thrown)
    } finally {
      this.#present = null
      this.#call = null
    }
  }

  /** The outcome of a call of this work; null when it was cancelled. @throws AppError when it failed */
  async follow<R>(call: Call<R>): Promise<R | null> {
    this.#call = call
    if (this.#isCancelled) call.interrupt('cancel')
    const outcome = await call.outcome
    if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
    return outcome.kind === 'done' ? outcome.value : null
  }

  /** Says what begins, and gives what takes its progress. */
  show(text: string): (progress: { readonly fraction: number }) => void {
    this.#present = { text, fraction: 0 }
    return ({ fraction }) => (this.#present = { text, fraction })
  }

  cancel(): void {
    this.#isCancelled = true
    this.#cancelCount++
    this.#call?.interrupt('cancel')
  }
}
