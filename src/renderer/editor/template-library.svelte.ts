import type { LibraryEntry } from '@core/contract/desktop'
import type { TemplateSet } from '@core/separation/template-set'
import * as desktop from '../clients/desktop'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'

/** Templates that a person kept; main has the files. */
export class TemplateLibrary {
  readonly #messages: Messages
  #sets = $state.raw<readonly LibraryEntry[]>([])

  constructor(messages: Messages) {
    this.#messages = messages
  }

  get sets(): readonly LibraryEntry[] {
    return this.#sets
  }

  async read(): Promise<void> {
    await this.#change(() => desktop.request('read-template-library'))
  }

  /** null when it cannot be read, which is told */
  async open(id: string): Promise<TemplateSet | null> {
    try {
      return await desktop.request('open-templates', { id })
    } catch (thrown) {
      tellFailure(this.#messages, thrown)
      return null
    }
  }

  async save(set: TemplateSet): Promise<void> {
    const { W, ...facts } = set
    await this.#change(() => desktop.request('keep-templates', { facts, W: new Float32Array(W) }))
    this.#messages.say(`The templates of “${set.name}” are kept in the library.`)
  }

  async rename(id: string, name: string): Promise<void> {
    if (name !== '') await this.#change(() => desktop.request('rename-templates', { id, name }))
  }

  async delete(id: string): Promise<void> {
    await this.#change(() => desktop.request('delete-templates', { id }))
  }

  async import(): Promise<void> {
    await this.#change(() => desktop.request('import-templates'))
  }

  async export(id: string): Promise<void> {
    try {
      const written = await desktop.request('export-templates', { id })
      if (written !== null) this.#messages.say(`Written to ${written.displayPath}.`)
    } catch (thrown) {
      tellFailure(this.#messages, thrown)
    }
  }

  async #change(ask: () => Promise<readonly LibraryEntry[] | null>): Promise<void> {
    try {
      this.#sets = (await ask()) ?? this.#sets
    } catch (thrown) {
      tellFailure(this.#messages, thrown)
    }
  }
}
