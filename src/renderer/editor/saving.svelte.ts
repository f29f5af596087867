import type { SaveParams } from '@core/contract/desktop'
import type { SeparationResult } from '@core/contract/engine'
import * as desktop from '../clients/desktop'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'

/** Writes the project file, and asks before unsaved changes are lost. */
export class Saving {
  readonly #document: OpenDocument
  readonly #messages: Messages
  #isSaving = $state(false)

  constructor(document: OpenDocument, messages: Messages) {
    this.#document = document
    this.#messages = messages
  }

  get isSaving(): boolean {
    return this.#isSaving
  }

  /** @returns whether the project is in its file now; false when the person cancelled or it could not be written */
  async save(mustAskName: boolean): Promise<boolean> {
    const { project, grant, isAudioEmbedded, factors } = this.#document
    if (grant === null || this.#isSaving) return false
    this.#isSaving = true
    try {
      const saved = await desktop.request('save-project', {
        // The schema's arrays are not readonly; nothing changes them on the way.
        project: project as SaveParams['project'],
        factors: factors === null ? null : matricesOf(factors),
        grant,
        isAudioEmbedded,
        mustAskName: mustAskName || !this.#document.hasFile
      })
      if (saved === null) return false
      this.#document.markSaved(saved.name, { project, isAudioEmbedded })
      this.#messages.say(`Saved “${saved.name}”.`)
      return true
    } catch (thrown) {
      const name = this.#document.name
      tellFailure(this.#messages, thrown, {
        ...(name === null ? {} : { subject: name }),
        steps: [{ label: 'Save as…', isPrimary: true, run: () => void this.save(true) }]
      })
      return false
    } finally {
      this.#isSaving = false
    }
  }

  /** Whether the open document may go: it has no unsaved changes, they were saved now, or the person gave them up. */
  async mayDiscard(): Promise<boolean> {
    if (!this.#document.isDirty) return true
    const answer = await desktop.request('confirm-discard')
    return answer === 'save' ? this.save(false) : answer === 'discard'
  }
}

/** W, H and gains as main takes them. */
export function matricesOf({ W, H, model }: SeparationResult['factors']): NonNullable<SaveParams['factors']> {
  return { W, H, channelGains: model.kind === 'stereo' ? model.channelGains : null }
}
