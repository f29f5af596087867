import type { AudioFile } from '@core/contract/desktop'
import type { ClipInfo } from '@core/contract/engine'
import { describeExampleProblem } from '@core/contract/example-sentences'
import { exampleProblems, type ExampleFacts } from '@core/separation/example-facts'
import { concatenateTemplates, exampleIterations, requestKnownSources } from '@core/separation/known-sources'
import { defaultExampleTemplates } from '@core/separation/plan-example'
import type { SeparationParameters } from '@core/separation/parameters'
import type { TemplateSet } from '@core/separation/template-set'
import * as desktop from '../clients/desktop'
import type { EngineSession } from './engine-session'
import { EngineWork } from './engine-work.svelte'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { RunRequest } from './separation-run.svelte'
import type { TimeRange } from './timeline.svelte'

interface ExampleRecording {
  readonly clip: ClipInfo
  /** what opens it; null: it is the open recording */
  readonly grant: string | null
  readonly passage: TimeRange | null
}

/** A recording or a passage in which a source plays alone, or templates of it from the library. */
export interface Example {
  readonly id: string
  /** "drums.wav", "0:02.0–0:04.5 of this recording" */
  readonly label: string
  /** where it is learned from; null: it is a set of the library */
  readonly recording: ExampleRecording | null
  /** what was learned of it; null before */
  readonly set: TemplateSet | null
  /** with which parameters and how many templates; learned anew for others */
  readonly learnedWith: string | null
  readonly facts: ExampleFacts | null
  /** what is wrong with it, in sentences */
  readonly problems: readonly string[]
}

/** A source of which examples are given. */
export interface KnownSource {
  readonly id: string
  readonly name: string
  readonly examples: readonly Example[]
}

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
  /** free components for what there is no example of */
  restCount = $state(0)

  constructor(parts: ExamplesParts) {
    this.#parts = parts
    this.#work = new EngineWork(parts.messages)
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
    this.#change(sourceId, (source) => ({
      ...source,
      examples: source.examples.filter(({ id }) => id !== example.id)
    }))
    this.#release(example)
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
        parameters: { ...this.#parameters(), iterationCount: exampleIterations },
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

  #parameters(): SeparationParameters {
    return {
      ...this.#parts.parameters(),
      ...{ method: 'nmf', runCount: 1, initialisation: 'random', isStereo: false, learn: null, givenTemplateCount: 0 }
    }
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
      const learnedWith = this.#learnsWith(templateCount)
      for (const example of learnedHere) {
        if (example.learnedWith === learnedWith) continue
        if (!(await this.#learn(source, example, templateCount))) return
      }
    }
    for (const source of this.#sources)
      for (const example of source.examples) if (!(await this.#measureOverlap(source, example))) return
  }

  async #learn(source: KnownSource, example: Example, templateCount: number): Promise<boolean> {
    const { clip, passage } = example.recording!
    const parameters = this.#parameters()
    const learned = await this.#work
      .follow(
        this.#parts.session.start(
          'learnTemplates',
          { clipId: this.#clipIdOf(example), passages: passage && [passage], parameters, templateCount },
          this.#work.show(`Learning ${source.name}`)
        )
      )
      .catch((thrown: unknown) => {
        // What nothing was ever learned from is no example.
        if (example.set === null) {
          this.#change(source.id, (of) => ({ ...of, examples: of.examples.filter(({ id }) => id !== example.id) }))
          this.#release(example)
        }
        throw thrown
      })
    if (learned === null) return false
    const { W, facts } = learned
    const { windowSamples } = parameters
    const set: TemplateSet = {
      ...{ format: 'unweave-templates', version: 1, name: source.name, sampleRate: clip.sampleRate },
      ...{ windowSamples, templateCount, learnedFrom: example.label, W }
    }
    this.#replace(source.id, { ...example, set, facts, learnedWith: this.#learnsWith(templateCount) })
    return true
  }

  async #measureOverlap(source: KnownSource, example: Example): Promise<boolean> {
    const { recording, set, facts } = example
    if (recording === null || set === null || facts === null) return true
    const others = this.#sources
      .filter(({ id }) => id !== source.id)
      .flatMap(({ examples }) => examples.flatMap((other) => (other.set === null ? [] : [other.set])))
      .filter(({ sampleRate, windowSamples }) => sampleRate === set.sampleRate && windowSamples === set.windowSamples)
    let overlap: number | null = null
    if (others.length > 0) {
      const measured = await this.#work.follow(
        this.#parts.session.start(
          'measureOverlap',
          {
            clipId: this.#clipIdOf(example),
            passages: recording.passage && [recording.passage],
            parameters: this.#parameters(),
            templateCount: set.templateCount,
            others: concatenateTemplates(others.map(({ W }) => W))
          },
          this.#work.show(`Checking ${source.name}`)
        )
      )
      if (measured === null) return false
      overlap = measured.share
    }
    const problems = exampleProblems(facts, overlap).map((problem) => describeExampleProblem(problem, source.name))
    this.#replace(source.id, { ...example, problems })
    return true
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

  #clipIdOf({ recording }: Example): string {
    return recording!.grant === null ? this.#parts.session.clipId! : recording!.clip.clipId
  }

  /** Whatever of the parameters counts for templates. */
  #learnsWith(templateCount: number): string {
    const { windowSamples, hopSamples, beta, updates, seed } = this.#parameters()
    return JSON.stringify({ templateCount, windowSamples, hopSamples, beta, updates, seed })
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

  #release({ recording }: Example): void {
    if (recording === null || recording.grant === null) return
    void this.#parts.session.start('closeClip', { clipId: recording.clip.clipId }).outcome
  }
}

function newSource(name: string): KnownSource {
  return { id: crypto.randomUUID(), name, examples: [] }
}
