import type { ExportFormat, ExportResult } from '@core/contract/export-schemas'
import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { mergedMembers, standingComponents } from '@core/project/merged-components'
import type { ColourName, Project } from '@core/project/project'
import * as desktop from '../clients/desktop'
import { componentName } from './component-name'
import type { EngineSession } from './engine-session'
import { defaultTemplate, stemFileNames } from './export-names'
import { exportSound, type ExportChoices } from './export-sound'
import type { OpenDocument } from './open-document.svelte'
import { componentsBySource } from './rows.svelte'
import type { Stems } from './stems.svelte'

/** A file that can be written: a source, a component, or what belongs to no source. */
export interface StemChoice {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly colour: ColourName | null
  readonly componentIndices: readonly number[]
}

export type ExportState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'asking-overwrite'; readonly existing: readonly string[] }
  | { readonly kind: 'writing'; readonly fraction: number; readonly remainingSeconds: number | null }
  | { readonly kind: 'done'; readonly result: ExportResult }
  | { readonly kind: 'failed'; readonly error: unknown }

/** The Export stems dialog: what is written, how, where to, and how it went. */
export class StemExport {
  readonly #document: OpenDocument
  readonly #session: EngineSession
  readonly #stems: Stems
  #isOpen = $state(false)
  #state = $state.raw<ExportState>({ kind: 'choosing' })
  #unit = $state<'sources' | 'components'>('sources')
  #left = $state.raw<ReadonlySet<string>>(new Set())
  #hasResidual = $state(false)
  #folder = $state.raw<{ grant: string; displayPath: string } | null>(null)
  #lastNullTest = $state.raw<{ result: ExportResult; project: Project } | null>(null)
  #call: Call<ExportResult> | null = null
  format = $state<ExportFormat>('wav24')
  gains = $state<ExportChoices['gains']>('as-set')
  maskExponent = $state(1)
  isWiener = $state(false)
  template = $state(defaultTemplate)

  constructor(document: OpenDocument, session: EngineSession, stems: Stems) {
    this.#document = document
    this.#session = session
    this.#stems = stems
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get state(): ExportState {
    return this.#state
  }

  get unit(): 'sources' | 'components' {
    return this.#unit
  }

  get hasResidual(): boolean {
    return this.#hasResidual
  }

  get folder(): { grant: string; displayPath: string } | null {
    return this.#folder
  }

  /** how the last export of this separation added up; null when there was none */
  get lastResult(): ExportResult | null {
    const last = this.#lastNullTest
    return last !== null && last.project.separation === this.#document.project.separation ? last.result : null
  }

  readonly choices = $derived.by((): StemChoice[] => choicesOf(this.#document.project, this.#unit))
  readonly chosen = $derived.by((): StemChoice[] => this.choices.filter((choice) => !this.#left.has(choice.id)))
  readonly #names = $derived.by((): ReadonlyMap<string, string> => {
    const all = [...this.choices, { id: 'residual', number: '0', name: 'residual' }]
    const names = stemFileNames(this.template, this.#document.clip?.name ?? 'recording', all)
    return new Map(all.map(({ id }, index) => [id, names[index]!]))
  })

  /** components that are in no file that is going to be written: the residual holds them */
  readonly leftComponents = $derived.by((): number[] => {
    const written = new Set(this.chosen.flatMap((choice) => choice.componentIndices))
    return this.#document.project.components.map(({ index }) => index).filter((index) => !written.has(index))
  })

  readonly fileNames = $derived.by((): string[] => [
    ...this.chosen.map((choice) => this.nameOf(choice.id)),
    ...(this.#hasResidual ? [this.nameOf('residual')] : [])
  ])

  nameOf(id: string): string {
    return this.#names.get(id) ?? ''
  }

  isChosen(id: string): boolean {
    return !this.#left.has(id)
  }

  setChosen(id: string, isChosen: boolean): void {
    const left = new Set(this.#left)
    if (isChosen) left.delete(id)
    else left.add(id)
    this.#left = left
  }

  setResidual(isWritten: boolean): void {
    this.#hasResidual = isWritten
  }

  setUnit(unit: 'sources' | 'components'): void {
    this.#unit = unit
    this.#left = new Set()
    this.#readPeaks()
  }

  async open(): Promise<void> {
    const { project, clip } = this.#document
    if (project.separation === null || clip === null) return
    this.#state = { kind: 'choosing' }
    this.#unit = project.sources.length > 0 ? 'sources' : 'components'
    this.#left = new Set()
    this.#hasResidual = false
    this.#isOpen = true
    this.#readPeaks()
    try {
      this.#folder ??= await desktop.request('suggest-export-folder', { recordingName: clip.name })
    } catch {
      // Without a suggestion the person chooses the folder.
    }
  }

  /** The dialog with nothing but one source chosen. */
  async openFor(sourceId: string): Promise<void> {
    await this.open()
    this.#left = new Set(this.choices.filter(({ id }) => id !== sourceId).map(({ id }) => id))
  }

  close(): void {
    if (this.#state.kind === 'writing') this.#call?.interrupt('cancel')
    this.#isOpen = false
  }

  /** A folder belongs to a recording. */
  reset(): void {
    this.#isOpen = false
    this.#folder = null
    this.#lastNullTest = null
  }

  back(): void {
    this.#state = { kind: 'choosing' }
  }

  async chooseFolder(): Promise<void> {
    try {
      this.#folder = (await desktop.request('choose-export-folder')) ?? this.#folder
    } catch (error) {
      this.#state = { kind: 'failed', error }
    }
  }

  async reveal(): Promise<void> {
    if (this.#folder !== null) await desktop.request('reveal-export-folder', { grant: this.#folder.grant })
  }

  cancelWriting(): void {
    this.#call?.interrupt('cancel')
  }

  async write(mayOverwrite: boolean): Promise<void> {
    const { project } = this.#document
    const folderGrant = this.#folder?.grant
    const separationId = project.separation?.id
    if (folderGrant === undefined || separationId === undefined || this.fileNames.length === 0) return
    const sound = exportSound(project, this)
    const stems = this.chosen.map(({ id, componentIndices }) => ({
      fileName: this.nameOf(id),
      componentIndices: [...componentIndices]
    }))
    const residualFileName = this.#hasResidual ? this.nameOf('residual') : null
    const { fileNames } = this
    try {
      if (!mayOverwrite) {
        const { existing } = await this.#session.read('findExisting', () => ({ folderGrant, fileNames }))
        if (existing.length > 0) {
          this.#state = { kind: 'asking-overwrite', existing }
          return
        }
      }
      this.#state = { kind: 'writing', fraction: 0, remainingSeconds: null }
      await this.#session.ensure(separationId)
      const clipId = this.#session.clipId!
      this.#call = this.#session.start(
        'exportStems',
        { clipId, separationId, folderGrant, stems, residualFileName, ...sound, mayOverwrite },
        (progress) => (this.#state = { kind: 'writing', ...progress })
      )
      const outcome = await this.#call.outcome
      if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
      if (outcome.kind === 'cancelled') this.#state = { kind: 'choosing' }
      else {
        this.#state = { kind: 'done', result: outcome.value }
        this.#lastNullTest = { result: outcome.value, project }
      }
    } catch (error) {
      this.#state = { kind: 'failed', error }
    } finally {
      this.#call = null
    }
  }

  #readPeaks(): void {
    for (const choice of this.choices) this.#stems.read(choice.componentIndices)
  }
}

function choicesOf(project: Project, unit: 'sources' | 'components'): StemChoice[] {
  if (unit === 'components') {
    return standingComponents(project.components).map(({ id, index, name, colour, sourceId }) => ({
      id,
      number: String(index + 1).padStart(2, '0'),
      name: componentName({ name, index }),
      colour: colour ?? project.sources.find((source) => source.id === sourceId)?.colour ?? null,
      componentIndices: mergedMembers(project.components, id).map((member) => member.index)
    }))
  }
  const groups = componentsBySource(project)
  const indices = (id: string | null) => (groups.get(id) ?? []).map((component) => component.index)
  return project.sources
    .map(({ id, name, colour }, position) => ({
      id,
      number: String(position + 1),
      name,
      colour,
      componentIndices: indices(id)
    }))
    .filter((choice) => choice.componentIndices.length > 0)
}
