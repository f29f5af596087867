import type { AudioFile } from '@core/contract/desktop'
import type { SeparationResult } from '@core/contract/engine'
import type { SourceJudgement } from '@core/contract/judgement'
import { applicableParameters } from '@core/separation/applicable-parameters'
import type { SeparationMethod } from '@core/separation/parameters'
import * as desktop from '../clients/desktop'
import type { EngineSession } from './engine-session'
import { EngineWork } from './engine-work.svelte'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'

/** A true stem, decoded by the engine beside the recording. */
export interface TrueStem {
  readonly clipId: string
  readonly grant: string
  readonly name: string
}

/** Components that are judged as one source. */
export interface JudgedGroup {
  readonly name: string
  readonly componentIndices: readonly number[]
}

/** Another way to pull the recording apart, by the same masks. */
export interface ComparedMethod {
  readonly method: SeparationMethod
  readonly result: SeparationResult
  readonly groups: readonly JudgedGroup[]
  readonly judgement: SourceJudgement
}

export interface Judged {
  readonly separationId: string
  readonly groups: readonly JudgedGroup[]
  readonly judgement: SourceJudgement
  readonly compared: readonly ComparedMethod[]
}

interface JudgingParts {
  readonly document: OpenDocument
  readonly session: EngineSession
  readonly messages: Messages
}

const comparedMethods = ['bands', 'hpss'] as const
const methodWords: Readonly<Record<(typeof comparedMethods)[number], string>> = {
  bands: 'a band-pass bank',
  hpss: 'harmonic and percussive'
}

/** Measures the sources against true stems that a person has, and other methods beside them. Nothing of the project changes. */
export class Judging {
  readonly #parts: JudgingParts
  #truths = $state.raw<readonly TrueStem[]>([])
  #judged = $state.raw<Judged | null>(null)
  readonly #work: EngineWork

  constructor(parts: JudgingParts) {
    this.#parts = parts
    this.#work = new EngineWork(parts.messages)
  }

  get truths(): readonly TrueStem[] {
    return this.#truths
  }

  /** null before the first judgement, and after the stems or the sources changed */
  readonly judged = $derived.by((): Judged | null => {
    const judged = this.#judged
    const isPresent = judged !== null && JSON.stringify(judged.groups) === JSON.stringify(this.#groups())
    return isPresent && judged.separationId === this.#parts.document.project.separation?.id ? judged : null
  })

  /** whether another method can still be measured beside the sources */
  readonly canCompare = $derived.by((): boolean => (this.judged?.compared.length ?? 0) < comparedMethods.length)

  /** what goes on now; null: nothing */
  get work(): EngineWork['present'] {
    return this.#work.present
  }

  async chooseTruths(): Promise<void> {
    try {
      const files = await desktop.request('choose-audio-files', { purpose: 'true-stems' })
      if (files !== null) await this.#work.run(() => this.#open(files))
    } catch (thrown) {
      tellFailure(this.#parts.messages, thrown)
    }
  }

  async dropTruths(files: readonly File[]): Promise<void> {
    try {
      const granted: AudioFile[] = []
      for (const file of files) granted.push(await desktop.grantDropped(file))
      await this.#work.run(() => this.#open(granted))
    } catch (thrown) {
      tellFailure(this.#parts.messages, thrown)
    }
  }

  removeTruth(clipId: string): void {
    this.#truths = this.#truths.filter((truth) => truth.clipId !== clipId)
    this.#judged = null
    this.#close(clipId)
  }

  /** Measures the sources as they are now. */
  async judge(): Promise<void> {
    await this.#work.run(async () => {
      const groups = this.#groups()
      const separationId = this.#parts.document.project.separation!.id
      await this.#parts.session.ensure(separationId)
      await this.#reopenTruths()
      const judgement = await this.#measure(separationId, groups, 'Measuring the sources')
      if (judgement !== null) this.#judged = { separationId, groups, judgement, compared: [] }
    })
  }

  /** As many bands as there are components, and harmonic/percussive, grouped by the program and measured alike. */
  async compare(): Promise<void> {
    await this.#work.run(async () => {
      for (const method of comparedMethods) {
        const present = this.#judged
        if (present === null || this.#work.isCancelled) return
        await this.#parts.session.ensure(present.separationId)
        await this.#reopenTruths()
        if (present.compared.some((other) => other.method === method)) continue
        const compared = await this.#compareMethod(method)
        if (compared !== null) this.#judged = { ...present, compared: [...present.compared, compared] }
      }
    })
  }

  /** Makes another method's result the project's separation, in one step of undo. */
  use({ result, groups }: ComparedMethod): void {
    const { document } = this.#parts
    const { separationId, parameters, costs, seconds, factors } = result
    const { binCount, columnCount } = factors
    document.keepFactors(separationId, factors)
    const separation = { id: separationId, parameters, binCount, columnCount, costs, seconds, splitCount: 0 }
    document.dispatch({ type: 'set-separation', separation }, separationId)
    const { components } = document.project
    const made = groups.map(({ name, componentIndices }) => ({
      id: crypto.randomUUID(),
      name,
      componentIds: components.filter(({ index }) => componentIndices.includes(index)).map(({ id }) => id)
    }))
    document.dispatch({ type: 'group-components', groups: made }, separationId)
    document.closeStep()
    this.#judged = null
  }

  cancel(): void {
    this.#work.cancel()
  }

  /** Another recording is opened, or the dialog is closed for good. */
  reset(): void {
    this.cancel()
    for (const { clipId } of this.#truths) this.#close(clipId)
    this.#truths = []
    this.#judged = null
  }

  async #open(files: readonly AudioFile[]): Promise<void> {
    for (const { grant, name } of files) {
      const clip = await this.#work.follow(
        this.#parts.session.start('openAudio', { grant }, this.#work.show(`Reading ${name}`))
      )
      if (clip === null) return
      this.#truths = [...this.#truths, { clipId: clip.clipId, grant, name: name.replace(/\.[^.]+$/, '') }]
      this.#judged = null
    }
  }

  /** An engine that was restarted does not know them any more. */
  async #reopenTruths(): Promise<void> {
    const truths: TrueStem[] = []
    for (const truth of this.#truths)
      truths.push({ ...truth, clipId: await this.#parts.session.reopen(truth.clipId, truth.grant) })
    this.#truths = truths
  }

  async #compareMethod(method: (typeof comparedMethods)[number]): Promise<ComparedMethod | null> {
    const { document, session } = this.#parts
    const { project, clip } = document
    const clipId = session.clipId!
    const parameters = applicableParameters({ ...project.separation!.parameters, method }, clip!.channelCount)
    const result = await this.#work.follow(
      session.start(
        'separate',
        { clipId, parameters, warmSeparationId: null, givenTemplates: null },
        this.#work.show(`Separating by ${methodWords[method]}`)
      )
    )
    if (result === null) return null
    const groups = method === 'hpss' ? harmonicPercussive : await this.#group(result)
    if (groups === null) return null
    const judgement = await this.#measure(result.separationId, groups, `Measuring ${methodWords[method]}`)
    return judgement === null ? null : { method, result, groups, judgement }
  }

  async #group({ separationId, factors }: SeparationResult): Promise<JudgedGroup[] | null> {
    const proposals = await this.#work.follow(
      this.#parts.session.start('proposeGrouping', {
        clipId: this.#parts.session.clipId!,
        separationId,
        sourceCount: Math.min(this.#judged!.groups.length, factors.rank),
        labels: new Array<null>(factors.rank).fill(null),
        links: { together: [], apart: [] },
        previewCount: 2
      })
    )
    if (proposals === null) return null
    const { groups, descriptions } = proposals.proposals[0]!
    return descriptions.map(({ names }, group) => ({
      name: names[0]!,
      componentIndices: groups.flatMap((of, index) => (of === group ? [index] : []))
    }))
  }

  async #measure(separationId: string, groups: readonly JudgedGroup[], text: string): Promise<SourceJudgement | null> {
    const { session } = this.#parts
    const params = {
      ...{ clipId: session.clipId!, separationId },
      groups: groups.map(({ name, componentIndices }) => ({ name, componentIndices: [...componentIndices] })),
      truths: this.#truths.map(({ clipId, name }) => ({ clipId, name }))
    }
    return this.#work.follow(session.start('judgeSources', params, this.#work.show(text)))
  }

  #groups(): JudgedGroup[] {
    const { sources, components } = this.#parts.document.project
    const rest = { id: null, name: 'Components of no source' }
    return [...sources, rest]
      .map(({ id, name }) => ({
        name,
        componentIndices: components.filter(({ sourceId }) => sourceId === id).map(({ index }) => index)
      }))
      .filter(({ componentIndices }) => componentIndices.length > 0)
  }

  #close(clipId: string): void {
    // An engine that was restarted in the meantime has nothing to close.
    void this.#parts.session.start('closeClip', { clipId }).outcome
  }
}

const harmonicPercussive: readonly JudgedGroup[] = [
  { name: 'Harmonic', componentIndices: [0] },
  { name: 'Percussive', componentIndices: [1] }
]
