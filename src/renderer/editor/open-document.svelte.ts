import { untrack } from 'svelte'
import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import type { PaintedShaping } from '@core/contract/export-schemas'
import { applyEdit, type Edit } from '@core/project/edits'
import { closeStep, createHistory, isDirty, markSaved, record, redo, undo, type History } from '@core/project/history'
import { emptyProject, type Project } from '@core/project/project'
import { paintedShaping, sourcesOfComponents } from './painted-shaping'

type Factors = SeparationResult['factors']

/** What a document is opened from. */
export interface DocumentContents {
  readonly project: Project
  readonly clip: ClipInfo
  readonly grant: string
  /** name of the project file; null for a recording that has none yet */
  readonly fileName: string | null
  readonly isAudioEmbedded: boolean
  readonly factors: Factors | null
  /** of a document with unsaved changes: what they are measured from */
  readonly saved?: Project
}

/** The open recording and project: its history, its clip, and the factors of every separation that undo can reach. */
export class OpenDocument {
  #history = $state.raw<History<Project>>(createHistory(emptyProject, emptyProject))
  #clip = $state.raw<ClipInfo | null>(null)
  #grant: string | null = null
  #fileName = $state<string | null>(null)
  #isAudioEmbedded = $state(true)
  #savedIsAudioEmbedded = $state(true)
  #factors = new Map<string, Factors>()

  readonly #current = $derived.by(() => {
    const id = this.#history.present.separation?.id
    return id === undefined ? null : (this.#factors.get(id) ?? null)
  })

  readonly #hints = $derived(this.#history.present.hints)
  readonly #grouping = $derived(JSON.stringify(sourcesOfComponents(this.#history.present)))
  /** What is painted; null: nothing. The same object until the paint or the grouping changes, for laying it on cells takes long. */
  readonly painted = $derived.by((): PaintedShaping | null => {
    void [this.#hints, this.#grouping]
    return untrack(() => paintedShaping(this.project))
  })

  get project(): Project {
    return this.#history.present
  }

  get clip(): ClipInfo | null {
    return this.#clip
  }

  get grant(): string | null {
    return this.#grant
  }

  /** the project file's name, or else the recording's; null while nothing is open */
  get name(): string | null {
    return this.#fileName ?? this.#clip?.name ?? null
  }

  get hasFile(): boolean {
    return this.#fileName !== null
  }

  get isAudioEmbedded(): boolean {
    return this.#isAudioEmbedded
  }

  /** what unsaved changes are measured from: the project as it was saved or opened */
  get savedProject(): Project {
    return this.#history.saved ?? this.#history.past[0] ?? this.#history.present
  }

  get isDirty(): boolean {
    return isDirty(this.#history) || (this.hasFile && this.#isAudioEmbedded !== this.#savedIsAudioEmbedded)
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0
  }

  /** W and H of the present separation; null while there is none */
  get factors(): Factors | null {
    return this.#current
  }

  get durationSeconds(): number {
    return this.#clip === null ? 0 : this.#clip.lengthSamples / this.#clip.sampleRate
  }

  factorsOf(separationId: string): Factors | null {
    return this.#factors.get(separationId) ?? null
  }

  open(contents: DocumentContents): void {
    const { project, clip, factors } = contents
    this.#factors = new Map()
    if (project.separation !== null && factors !== null) this.#factors.set(project.separation.id, factors)
    this.#grant = contents.grant
    this.#fileName = contents.fileName
    this.#isAudioEmbedded = contents.isAudioEmbedded
    this.#savedIsAudioEmbedded = contents.isAudioEmbedded
    this.#clip = clip
    this.#history = createHistory(project, contents.saved ?? project)
  }

  close(): void {
    this.#factors = new Map()
    this.#grant = null
    this.#fileName = null
    this.#clip = null
    this.#history = createHistory(emptyProject, emptyProject)
  }

  /** Carries out an undoable change; changes with the same merge key in a row are one step. */
  dispatch(edit: Edit, mergeKey: string | null = null): void {
    this.#history = record(this.#history, applyEdit(this.project, edit), mergeKey)
  }

  /** Ends a drag: what comes next is a step of its own. */
  closeStep(): void {
    this.#history = closeStep(this.#history)
  }

  undo(): void {
    this.#history = undo(this.#history)
  }

  redo(): void {
    this.#history = redo(this.#history)
  }

  keepFactors(separationId: string, factors: Factors): void {
    this.#factors.set(separationId, factors)
  }

  toggleEmbedding(): void {
    this.#isAudioEmbedded = !this.#isAudioEmbedded
  }

  /** `saved` is what was written: edits made while it was being written stay unsaved. */
  markSaved(fileName: string, saved: { project: Project; isAudioEmbedded: boolean }): void {
    this.#fileName = fileName
    this.#savedIsAudioEmbedded = saved.isAudioEmbedded
    this.#history =
      this.project === saved.project ? markSaved(this.#history) : { ...closeStep(this.#history), saved: saved.project }
  }
}
