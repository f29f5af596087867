import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import type { OpenedFile, RestoredDocument } from '@core/contract/desktop'
import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { emptyProject, type Project } from '@core/project/project'
import { modelOf } from '@core/separation/factor-model'
import * as desktop from '../clients/desktop'
import { describeWarning } from '../clients/error-messages'
import { formatTime } from '../drawing/time-ticks'
import type { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import type { Messages } from './messages.svelte'
import type { OpenDocument } from './open-document.svelte'
import type { Saving } from './saving.svelte'

export type OpeningState =
  { readonly kind: 'idle' } | { readonly kind: 'decoding'; readonly name: string; readonly fraction: number }

interface OpeningParts {
  readonly session: EngineSession
  readonly document: OpenDocument
  readonly saving: Saving
  readonly messages: Messages
  /** whether something runs that another recording would disturb */
  readonly isBusy: () => boolean
  readonly onOpened: (clip: ClipInfo) => void
}

/** From a file that main opened to the open document. Until all of it could be read, the former document stays. */
export class Opening {
  readonly #parts: OpeningParts
  #state = $state.raw<OpeningState>({ kind: 'idle' })
  #call: Call<ClipInfo> | null = null

  constructor(parts: OpeningParts) {
    this.#parts = parts
  }

  get state(): OpeningState {
    return this.#state
  }

  chooseFile(): Promise<void> {
    return this.#request(() => desktop.request('open-dialog'))
  }

  openDemo(): Promise<void> {
    return this.#request(() => desktop.request('open-demo'))
  }

  openRecent(id: string): Promise<void> {
    return this.#request(() => desktop.request('open-recent', { id }))
  }

  /** The window shows one recording: of several files the first is opened, and that is said. */
  async openDropped(files: readonly File[]): Promise<void> {
    const [file] = files
    if (file === undefined) return
    try {
      const isOpen = await this.open(await desktop.openDropped(file))
      if (isOpen && files.length > 1)
        this.#parts.messages.warn(
          `Of the ${files.length} files that were dropped only “${file.name}” was opened: Unweave shows one recording at a time.`
        )
    } catch (thrown) {
      this.fail(thrown, file.name)
    }
  }

  /**
   * Opens what main has opened; asks first when there are unsaved changes.
   *
   * @returns whether it is open now
   */
  async open(opened: OpenedFile | null): Promise<boolean> {
    if (opened === null) return false
    const { messages, saving, session, isBusy } = this.#parts
    if (isBusy() || this.#state.kind !== 'idle') {
      messages.warn(
        `“${opened.name}” was not opened: something is still running. Cancel it or wait, then open it again.`
      )
      return false
    }
    try {
      // The file first: a person is not asked about unsaved changes for one that cannot be opened.
      const clip = await this.#decode(opened)
      if (clip === null) return false
      if (opened.kind === 'project') projectContents(opened, clip)
      if (!(await saving.mayDiscard())) {
        void session.start('closeClip', { clipId: clip.clipId }).outcome
        return false
      }
      this.#take(opened, clip)
      return true
    } catch (thrown) {
      this.fail(thrown, opened.name)
      return false
    } finally {
      this.#state = { kind: 'idle' }
    }
  }

  /**
   * Opens unsaved work of a former run as it was, with its changes unsaved.
   *
   * @returns false when it was cancelled
   * @throws AppError when the recording cannot be read or is another one
   */
  async restore({ opened, ...former }: RestoredDocument): Promise<boolean> {
    try {
      const clip = await this.#decode(opened)
      if (clip !== null) this.#take(opened, clip, former)
      return clip !== null
    } finally {
      this.#state = { kind: 'idle' }
    }
  }

  cancel(): void {
    this.#call?.interrupt('cancel')
  }

  fail(error: unknown, name: string | null): void {
    tellFailure(this.#parts.messages, error, {
      ...(name === null ? {} : { subject: name }),
      steps: [{ label: 'Choose another…', isPrimary: true, run: () => void this.chooseFile() }]
    })
  }

  async #request(ask: () => Promise<OpenedFile | null>): Promise<void> {
    try {
      await this.open(await ask())
    } catch (thrown) {
      this.fail(thrown, null)
    }
  }

  async #decode(opened: OpenedFile): Promise<ClipInfo | null> {
    const { session, messages } = this.#parts
    this.#state = { kind: 'decoding', name: opened.name, fraction: 0 }
    this.#call = session.start('openAudio', { grant: opened.grant }, ({ fraction }) => {
      this.#state = { kind: 'decoding', name: opened.name, fraction }
    })
    const outcome = await this.#call.outcome
    this.#call = null
    if (outcome.kind === 'failed') throw AppError.fromData(outcome.error)
    if (outcome.kind === 'cancelled') {
      messages.say(`“${opened.name}” was not opened.`)
      return null
    }
    return outcome.value
  }

  #take(opened: OpenedFile, clip: ClipInfo, former: Partial<Omit<RestoredDocument, 'opened'>> = {}): void {
    const { session, document, messages, onOpened } = this.#parts
    const contents =
      opened.kind === 'audio'
        ? { project: projectOf(clip), factors: null, fileName: null, isAudioEmbedded: true, clip }
        : { ...projectContents(opened, clip), fileName: opened.name, isAudioEmbedded: opened.isAudioEmbedded }
    session.setClip(clip.clipId)
    messages.clearLines()
    document.open({ ...contents, grant: opened.grant, ...former })
    // The list of recent files is a convenience: that it could not be kept is no reason to interrupt.
    desktop.request('document-opened', { grant: opened.grant }).catch(() => undefined)
    onOpened(contents.clip)
    this.#tellWarnings(contents.clip)
  }

  #tellWarnings(clip: ClipInfo): void {
    const { messages } = this.#parts
    if (clip.channelCount > 2) {
      messages.say(
        `“${clip.name}” has ${clip.channelCount} channels. You hear them mixed down to what the output has; stems keep all.`
      )
    }
    for (const warning of clip.warnings) {
      const text = describeWarning(warning, clip)
      if (warning.kind !== 'truncated') {
        messages.warn(text)
        continue
      }
      const seconds = clip.lengthSamples / clip.sampleRate
      const length = formatTime(seconds, seconds < 10 ? 1 : 0)
      messages.ask({
        severity: 'warning',
        title: `“${clip.name}” is cut short`,
        why: text,
        next: `Work with the ${length} that is there, or copy the file again from where it came from and open it then.`,
        details: `${clip.name}\n${clip.format}\n${JSON.stringify(warning.details)}\nCode: ${warning.kind}`,
        buttons: [
          { label: 'Choose another…', isPrimary: false, run: () => void this.chooseFile() },
          { label: `Use the ${length}`, isPrimary: true, run: () => undefined }
        ]
      })
    }
  }
}

function projectOf(clip: ClipInfo): Project {
  const { name, sampleRate, channelCount, lengthSamples, byteLength, sha256 } = clip
  return { ...emptyProject, audio: { name, sampleRate, channelCount, lengthSamples, byteLength, sha256 } }
}

/** A project goes with the very recording it was made from. */
function projectContents(
  opened: OpenedFile & { kind: 'project' },
  clip: ClipInfo
): { project: Project; factors: SeparationResult['factors'] | null; clip: ClipInfo } {
  const { project, factors } = opened
  if (project.audio !== null && project.audio.sha256 !== clip.sha256) {
    throw new AppError('file-changed', `the recording of ${opened.name} is not the one it was made from`, {
      name: project.audio.name
    })
  }
  const { separation } = project
  // Inside a project file the recording has the entry's name; the person knows it by its own.
  const named = { ...clip, name: project.audio?.name ?? clip.name }
  if (separation === null || factors === null) return { project, factors: null, clip: named }
  const { binCount, columnCount, parameters } = separation
  const { W, H, channelGains } = factors
  // The gains came over the port like W and H: they are not shared.
  const model = modelOf(parameters, channelGains) as SeparationResult['factors']['model']
  return { project, factors: { rank: parameters.componentCount, binCount, columnCount, model, W, H }, clip: named }
}
