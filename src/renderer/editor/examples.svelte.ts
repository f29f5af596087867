import type { AudioFile } from '@core/contract/desktop'
import { exampleIterations, requestKnownSources } from '@core/separation/known-sources'
import { defaultExampleTemplates } from '@core/separation/plan-example'
import type { SeparationParameters } from '@core/separation/parameters'
import type { TemplateSet } from '@core/separation/template-set'
import * as desktop from '../clients/desktop'
import type { EngineSession } from './engine-session'
import { EngineWork } from './engine-work.svelte'
import { ExampleLearning, type Example, type KnownSource } from './example-learning'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { RunRequest } from './separation-run.svelte'
import type { TimeRange } from './timeline.svelte'

interface ExamplesParts {
  readonly document: OpenDocument
  readonly session: EngineSession
  readonly messages: Messages
  /** as the Separate panel has them */
  readonly parameters: () => SeparationParameters
  readonly start: (request: RunRequest) => Promise<void>
}

/** Sources, examples of each, and the separation that is learned from them. Nothing of the project changes before that. */
export class Examples {
  readonly #parts: ExamplesParts
  #sources = $state.raw<readonly KnownSource[]>([])
  readonly #work: EngineWork
  readonly #learning: ExampleLearning
  /** free components for what there is no example of */
  restCount = $state(0)

  constructor(parts: ExamplesParts) {
    this.#parts = parts
    this.#work = new EngineWork(parts.messages)
    this.#learning = new ExampleLearning(parts.session, this.#work, parts.parameters)
  }

  get sources(): readonly KnownSource[] {
    return this.#sources
  }

  /** what goes on now; null: nothing */
  get work(): EngineWork['present'] {
    return this.#work.present
  }

  readonly hasExamples = $derived.by((): boolean => this.#sources.some(({ examples }) => examples.length > 0))

  /** The project's sources, or a first one to be named. */
  prepare(): void {
    if (this.#sources.length > 0) return
    const { sources } = this.#parts.document.project
    const names = sources.length > 0 ? sources.map(({ name }) => name) : ['Source 1']
    this.#sources = names.map(newSource)
  }

  addSource(): void {
    this.#sources = [...this.#sources, newSource(`Source ${this.#sources.length + 1}`)]
  }

  rename(sourceId: string, name: string): void {
    this.#change(sourceId, (source) => ({ ...source, name }))
  }

  removeSource(sourceId: string): void {
    const gone = this.#sources.find(({ id }) => id === sourceId)
    for (const example of gone?.examples ?? []) this.#release(example)
    this.#sources = this.#sources.filter(({ id }) => id !== sourceId)
  }

  removeExample(sourceId: string, example: Example): void {
    this.#drop(sourceId, example)
    void this.#work.run(() => this.#check())
  }

  async chooseFiles(sourceId: string): Promise<void> {
    try {
      const files = await desktop.request('choose-audio-files', { purpose: 'example' })
      if (files !== null) await this.#work.run(() => this.#addFiles(sourceId, files))
    } catch (thrown) {
      tellFailure(this.#parts.messages, thrown)
    }
  }

  async dropFiles(sourceId: string, files: readonly File[]): Promise<void> {
    try {
      const granted: AudioFile[] = []
      for (const file of files) granted.push(await desktop.grantDropped(file))
      await this.#work.run(() => this.#addFiles(sourceId, granted))
    } catch (thrown) {
      tellFailure(this.#parts.messages, thrown)
    }
  }

  /** Files that were dropped on a source of the project. */
  async dropOn(sourceName: string, files: readonly File[]): Promise<void> {
    this.prepare()
    if (!this.#sources.some(({ name }) => name === sourceName))
      this.#sources = [...this.#sources, newSource(sourceName)]
    await this.dropFiles(this.#sources.find(({ name }) => name === sourceName)!.id, files)
  }

  /** A stretch of the open recording. */
  async addPassage(sourceId: string, passage: TimeRange, label: string): Promise<void> {
    const { clip } = this.#parts.document
    const { clipId } = this.#parts.session
    if (clip === null || clipId === null) return
    await this.#work.run(async () => {
      this.#addExample(sourceId, { label, recording: { clip, grant: null, passage }, set: null })
      await this.#check()
    })
  }

  async addSet(sourceId: string, set: TemplateSet): Promise<void> {
    await this.#work.run(async () => {
      this.#addExample(sourceId, { label: `${set.name}, ${set.learnedFrom}`, recording: null, set })
      await this.#check()
    })
  }

  /** Learns what is not learned yet, and separates. @returns whether a separation was begun */
  async separate(): Promise<boolean> {
    let request: RunRequest | null = null
    await this.#work.run(async () => {
      await this.#check()
      if (this.#work.isCancelled) return
      const { clip } = this.#parts.document
      const sets = this.#sources.flatMap(({ name, examples }) => examples.map(({ set }) => ({ ...set!, name })))
      const options = {
        parameters: { ...this.#learning.parameters, iterationCount: exampleIterations },
        restCount: this.restCount
      }
      const { groups, ...asked } = requestKnownSources(sets, clip!, options)
      request = { ...asked, warmSeparationId: null, groups }
    })
    if (request === null) return false
    void this.#parts.start(request)
    return true
  }

  cancel(): void {
    this.#work.cancel()
  }

  /** Another recording is opened. */
  reset(): void {
    this.cancel()
    for (const { examples } of this.#sources) for (const example of examples) this.#release(example)
    this.#sources = []
    this.restCount = 0
  }

  async #addFiles(sourceId: string, files: readonly AudioFile[]): Promise<void> {
    for (const { grant, name } of files) {
      const { session } = this.#parts
      const clip = await this.#work.follow(session.start('openAudio', { grant }, this.#work.show(`Reading ${name}`)))
      if (clip === null) return
      this.#addExample(sourceId, { label: name, recording: { clip, grant, passage: null }, set: null })
    }
    await this.#check()
  }

  #addExample(sourceId: string, example: Pick<Example, 'label' | 'recording' | 'set'>): void {
    const added: Example = { ...example, id: crypto.randomUUID(), learnedWith: null, facts: null, problems: [] }
    this.#change(sourceId, (source) => ({ ...source, examples: [...source.examples, added] }))
  }

  /** Learns templates where they lack or would be others by now, then looks how much of each example other sources explain. */
  async #check(): Promise<void> {
    await this.#reopen()
    for (const source of this.#sources) {
      const learnedHere = source.examples.filter(({ recording }) => recording !== null)
      const templateCount = Math.ceil(defaultExampleTemplates / Math.max(1, learnedHere.length))
      for (const example of learnedHere) {
        if (example.learnedWith === this.#learning.settings(templateCount)) continue
        const learned = await this.#learning.learn(source, example, templateCount).catch((thrown: unknown) => {
          // What nothing was ever learned from is no example.
          if (example.set === null) this.#drop(source.id, example)
          throw thrown
        })
        if (learned === null) return
        this.#replace(source.id, learned)
      }
    }
    for (const source of this.#sources) {
      const others = this.#sources.filter(({ id }) => id !== source.id).flatMap(({ examples }) => examples)
      for (const example of source.examples) {
        const checked = await this.#learning.check(source, example, others)
        if (checked === null) return
        this.#replace(source.id, checked)
      }
    }
  }

  /** An engine that was restarted does not know the recordings any more. */
  async #reopen(): Promise<void> {
    const { session } = this.#parts
    if (this.hasExamples) await session.ensureClip()
    for (const source of this.#sources) {
      for (const example of source.examples) {
        const { recording } = example
        if (recording === null || recording.grant === null) continue
        const clipId = await session.reopen(recording.clip.clipId, recording.grant)
        if (clipId === recording.clip.clipId) continue
        this.#replace(source.id, { ...example, recording: { ...recording, clip: { ...recording.clip, clipId } } })
      }
    }
  }

  #change(sourceId: string, change: (source: KnownSource) => KnownSource): void {
    this.#sources = this.#sources.map((source) => (source.id === sourceId ? change(source) : source))
  }

  #replace(sourceId: string, example: Example): void {
    this.#change(sourceId, (source) => ({
      ...source,
      examples: source.examples.map((other) => (other.id === example.id ? example : other))
    }))
  }

  #drop(sourceId: string, example: Example): void {
    this.#change(sourceId, (source) => ({
      ...source,
      examples: source.examples.filter(({ id }) => id !== example.id)
    }))
    this.#release(example)
  }

  #release({ recording }: Example): void {
    if (recording === null || recording.grant === null) return
    void this.#parts.session.start('closeClip', { clipId: recording.clip.clipId }).outcome
  }
}

function newSource(name: string): KnownSource {
  return { id: crypto.randomUUID(), name, examples: [] }
}
