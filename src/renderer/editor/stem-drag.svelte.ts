import type { ExportResult } from '@core/contract/export-schemas'
import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { Project, Source } from '@core/project/project'
import * as desktop from '../clients/desktop'
import type { EngineSession } from './engine-session'
import { draggedFileName } from './export-names'
import { exportShaping, exportSound } from './export-sound'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { StemExport } from './stem-export.svelte'

export type StemFileState =
  | { readonly kind: 'none' }
  | { readonly kind: 'rendering'; readonly fraction: number }
  | { readonly kind: 'ready'; readonly grant: string; readonly fileName: string }

interface StemFile {
  readonly key: string
  readonly state: Exclude<StemFileState, { kind: 'none' }>
}

interface Rendering {
  readonly sourceId: string
  readonly key: string
  /** null while the engine and the folder are asked for */
  readonly call: Call<ExportResult> | null
}

interface StemDragParts {
  readonly document: OpenDocument
  readonly session: EngineSession
  readonly stemExport: StemExport
  readonly messages: Messages
}

const none: StemFileState = { kind: 'none' }

/**
 * Sources as files that can be dragged into other programs. The system drags only what is a file already, so that a stem is
 * rendered as soon as the hand comes near; it is kept until what it holds changes.
 */
export class StemDrag {
  readonly #parts: StemDragParts
  #files = $state.raw<ReadonlyMap<string, StemFile>>(new Map())
  #rendering: Rendering | null = null
  /** the source that somebody tried to drag before it was ready */
  #awaitedId = $state<string | null>(null)

  constructor(parts: StemDragParts) {
    this.#parts = parts
  }

  stateOf(source: Source): StemFileState {
    const file = this.#files.get(source.id)
    return file === undefined || file.key !== this.#keyOf(source) ? none : file.state
  }

  isAwaited(source: Source): boolean {
    return this.#awaitedId === source.id && this.stateOf(source).kind === 'rendering'
  }

  /**
   * The hand or the focus is near: begins to render, unless that is under way or done. One stem at a time; one that somebody
   * waits for comes first.
   */
  async prepare(source: Source): Promise<void> {
    const { document, session, stemExport } = this.#parts
    const { project, clip } = document
    const separationId = project.separation?.id
    if (separationId === undefined || clip === null || this.stateOf(source).kind !== 'none') return
    if (this.#awaitedId !== null && this.#awaitedId !== source.id) return
    this.#giveUp()
    const key = this.#keyOf(source)
    const fileName = draggedFileName(clip.name, source.name)
    let rendering: Rendering = { sourceId: source.id, key, call: null }
    const isGivenUp = (): boolean => this.#rendering !== rendering
    this.#rendering = rendering
    this.#set(source.id, { key, state: { kind: 'rendering', fraction: 0 } })
    try {
      const { grant } = await desktop.request('make-stem-folder')
      await session.ensure(separationId)
      if (isGivenUp()) return
      const call = session.start(
        'exportStems',
        {
          clipId: session.clipId!,
          separationId,
          folderGrant: grant,
          stems: [{ fileName, componentIndices: membersOf(project, source.id).map(({ index }) => index) }],
          residualFileName: null,
          ...exportSound(project, stemExport),
          mayOverwrite: false
        },
        ({ fraction }) => {
          if (!isGivenUp()) this.#set(source.id, { key, state: { kind: 'rendering', fraction } })
        }
      )
      rendering = { ...rendering, call }
      this.#rendering = rendering
      const outcome = await call.outcome
      if (isGivenUp()) return
      if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
      this.#rendering = null
      if (outcome.kind === 'cancelled') this.#remove(source.id)
      else this.#finish(source, { key, state: { kind: 'ready', grant, fileName } })
    } catch (thrown) {
      if (isGivenUp()) return
      this.#rendering = null
      this.#awaitedId = null
      this.#remove(source.id)
      tellFailure(this.#parts.messages, thrown, { subject: fileName })
    }
  }

  /** The hand or the focus went away, unless somebody waits for the file. */
  leave(source: Source): void {
    if (this.#rendering?.sourceId === source.id && this.#awaitedId !== source.id) this.cancel()
  }

  cancel(): void {
    this.#awaitedId = null
    this.#giveUp()
  }

  /** In reaction to a dragstart, which must have been prevented. */
  async start(source: Source): Promise<void> {
    const { messages } = this.#parts
    const state = this.stateOf(source)
    if (state.kind !== 'ready') {
      if (this.#rendering?.sourceId !== source.id) this.cancel()
      this.#awaitedId = source.id
      messages.say(`Rendering “${source.name}”. Drag it again when it is ready.`)
      return this.prepare(source)
    }
    try {
      const { grant, fileName } = state
      await desktop.request('start-stem-drag', { grant, fileName, colour: source.colour })
    } catch (thrown) {
      this.reset()
      tellFailure(messages, thrown, { subject: state.fileName })
    }
  }

  reset(): void {
    this.cancel()
    this.#files = new Map()
  }

  #finish(source: Source, file: StemFile): void {
    this.#set(source.id, file)
    if (this.#awaitedId !== source.id) return
    this.#awaitedId = null
    const { document, messages } = this.#parts
    const now = document.project.sources.find(({ id }) => id === source.id)
    if (now === undefined) return
    messages.say(
      this.stateOf(now).kind === 'ready'
        ? `“${now.name}” is ready to be dragged.`
        : `“${now.name}” was changed meanwhile. Drag it again.`
    )
  }

  #giveUp(): void {
    const rendering = this.#rendering
    this.#rendering = null
    if (rendering === null) return
    rendering.call?.interrupt('cancel')
    this.#remove(rendering.sourceId)
  }

  #set(sourceId: string, file: StemFile): void {
    this.#files = new Map(this.#files).set(sourceId, file)
  }

  #remove(sourceId: string): void {
    const files = new Map(this.#files)
    files.delete(sourceId)
    this.#files = files
  }

  /** Everything that decides what the file holds and is called, whichever kinds of edits a project has; mutes and solos do not. */
  #keyOf(source: Source): string {
    const { project } = this.#parts.document
    const { format, gains } = this.#parts.stemExport
    const shaping = exportShaping(project, this.#parts.stemExport)
    const heard = { isMuted: false, isSoloed: false }
    return JSON.stringify({
      ...project,
      separation: project.separation?.id,
      components: membersOf(project, source.id).map((component) => ({ ...component, ...heard })),
      sources: [{ ...source, ...heard }],
      choices: [format, gains, shaping]
    })
  }
}

function membersOf(project: Project, sourceId: string): Project['components'] {
  return project.components.filter((component) => component.sourceId === sourceId)
}
