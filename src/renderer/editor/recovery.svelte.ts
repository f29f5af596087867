import type { RecoveryOffer, RecoveryOffers } from '@core/contract/recovery'
import * as desktop from '../clients/desktop'
import type { Messages } from './messages.svelte'
import type { Opening } from './opening.svelte'

export type RecoveryState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'confirming-discard' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly what: 'copy' | 'saved version' }

/** The question what to do with unsaved work of a former run. It stands before anything else, one copy after the other. */
export class Recovery {
  readonly #opening: Opening
  readonly #messages: Messages
  #offers = $state.raw<readonly RecoveryOffer[]>([])
  #state = $state.raw<RecoveryState>({ kind: 'asking' })
  #settle: () => void = () => undefined

  /** resolves when nothing stands before other files any more */
  settled: Promise<void> = Promise.resolve()

  constructor(opening: Opening, messages: Messages) {
    this.#opening = opening
    this.#messages = messages
  }

  /** what is asked about; null: nothing */
  get offer(): RecoveryOffer | null {
    return this.#offers[0] ?? null
  }

  get state(): RecoveryState {
    return this.#state
  }

  /** Looks for copies, and is done when the person has decided about them. */
  async ask(): Promise<void> {
    const { offers, unreadable } = await desktop.request('read-recovery-offers')
    for (const copy of unreadable) this.#messages.warn(unreadableText(copy))
    if (offers.length === 0) return
    this.settled = new Promise((resolve) => (this.#settle = resolve))
    this.#state = { kind: 'asking' }
    this.#offers = offers
    await this.settled
  }

  async restore(mustChooseRecording = false): Promise<void> {
    const id = this.offer?.id
    if (id === undefined) return
    await this.#attempt('copy', async () => {
      const restored = await desktop.request('restore-recovery-copy', { id, mustChooseRecording })
      if (restored === null || !(await this.#opening.restore(restored))) return false
      await desktop.request('adopt-recovery-copy', { id })
      this.#messages.say(`Restored “${restored.opened.name}”. It is not saved yet.${this.#othersText()}`)
      return true
    })
  }

  async openSavedVersion(): Promise<void> {
    const id = this.offer?.id
    if (id === undefined) return
    await this.#attempt('saved version', async () => {
      const opened = await desktop.request('open-saved-version', { id })
      if (!(await this.#opening.open(opened))) return false
      this.#messages.say('The copy of the unsaved changes is kept and offered again at the next start.')
      return true
    })
  }

  askDiscard(): void {
    this.#state = { kind: 'confirming-discard' }
  }

  back(): void {
    this.#state = { kind: 'asking' }
  }

  async discard(): Promise<void> {
    const id = this.offer?.id
    if (id === undefined) return
    try {
      await desktop.request('discard-recovery-copy', { id })
    } catch (error) {
      this.#state = { kind: 'failed', error, what: 'copy' }
      return
    }
    this.#offers = this.#offers.slice(1)
    this.#state = { kind: 'asking' }
    if (this.#offers.length === 0) this.#settle()
  }

  /** Whatever goes wrong, the copy stays and the question too. */
  async #attempt(what: 'copy' | 'saved version', work: () => Promise<boolean>): Promise<void> {
    this.#state = { kind: 'working' }
    try {
      if (!(await work())) return this.back()
    } catch (error) {
      this.#state = { kind: 'failed', error, what }
      return
    }
    this.#offers = []
    this.#settle()
  }

  #othersText(): string {
    const count = this.#offers.length - 1
    if (count <= 0) return ''
    return ` ${count === 1 ? 'Another copy is' : `${count} other copies are`} offered at the next start.`
  }
}

function unreadableText({ reason, displayPath }: RecoveryOffers['unreadable'][number]): string {
  return reason === 'newer'
    ? `A copy of unsaved work was made by a newer Unweave. It waits for that one in ${displayPath}.`
    : `A copy of unsaved work is damaged and cannot be restored. It was put aside in ${displayPath}.`
}
