import type { KeepCopyParams } from '@core/contract/desktop'
import * as desktop from '../clients/desktop'
import { describeError } from '../clients/error-messages'
import { autosaveDelay } from './autosave-delay'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import { matricesOf } from './saving.svelte'

/** While the document has unsaved changes, main keeps a copy of it that outlives a crash of the page or the program. */
export class Autosave {
  readonly #document: OpenDocument
  readonly #messages: Messages
  #timer: ReturnType<typeof setTimeout> | undefined
  #firstChange: number | null = null
  #mayHaveCopy = false
  #isWriting = false
  #hasWarned = false

  constructor(document: OpenDocument, messages: Messages) {
    this.#document = document
    this.#messages = messages
  }

  /** Needs an effect root. */
  follow(): void {
    $effect(() => {
      const { isDirty, project, isAudioEmbedded } = this.#document
      // Read so that each of their changes counts.
      void [project, isAudioEmbedded]
      if (isDirty) this.#changed()
      else this.#clean()
    })
  }

  #changed(): void {
    const now = performance.now()
    this.#firstChange ??= now
    // Also of a former run: unsaved work that was restored has a copy from the start.
    this.#mayHaveCopy = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#keep(), autosaveDelay(now, this.#firstChange))
  }

  #clean(): void {
    clearTimeout(this.#timer)
    this.#firstChange = null
    if (!this.#mayHaveCopy) return
    this.#mayHaveCopy = false
    // A copy that stays is offered once too often, which loses nothing.
    desktop.request('forget-recovery-copy').catch(() => undefined)
  }

  async #keep(): Promise<void> {
    const { project, savedProject, factors, grant, isAudioEmbedded } = this.#document
    if (grant === null || this.#isWriting) return
    this.#firstChange = null
    this.#isWriting = true
    const params = { project, saved: savedProject, grant, isAudioEmbedded } as Omit<KeepCopyParams, 'factors'>
    try {
      const { isKept } = await desktop.request('keep-recovery-copy', { ...params, factors: null })
      if (!isKept && factors !== null && this.#document.grant === grant)
        await desktop.request('keep-recovery-copy', { ...params, factors: matricesOf(factors) })
      this.#hasWarned = false
    } catch (thrown) {
      this.#warn(thrown)
    } finally {
      this.#isWriting = false
    }
    // In the meantime it may have been saved, closed, or changed once more.
    if (!this.#document.isDirty) {
      this.#mayHaveCopy = true
      this.#clean()
    } else if (this.#document.project !== project || this.#document.grant !== grant) this.#changed()
  }

  #warn(thrown: unknown): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    const { why } = describeError(thrown)
    this.#messages.warn(`No copy of the unsaved changes could be kept. ${why} Save the project yourself.`)
  }
}
