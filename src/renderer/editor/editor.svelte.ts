import { createContext, untrack } from 'svelte'
import { audibilities, type Audibility } from '@core/project/audibility'
import type { ClipInfo } from '@core/contract/engine'
import { withMerged } from '@core/project/merged-components'
import type { ColourName } from '@core/project/project'
import { applicableParameters } from '@core/separation/applicable-parameters'
import { templateOf } from '@core/separation/templates'
import type { EngineConnection } from '../clients/engine'
import type { SpectrogramMode } from '../drawing/spectrogram-source'
import { Appearance } from './appearance.svelte'
import { Audition } from './audition.svelte'
import { Autosave } from './autosave.svelte'
import { ComponentSplit } from './component-split.svelte'
import { componentName } from './component-name'
import { EngineSession } from './engine-session'
import { tellFailure } from './failures'
import { Examples } from './examples.svelte'
import { Grouping } from './grouping.svelte'
import { Judging } from './judging.svelte'
import { LivePreview } from './live-preview.svelte'
import { Messages } from './messages.svelte'
import { Meters } from './meters.svelte'
import { OpenDocument } from './open-document.svelte'
import { Opening } from './opening.svelte'
import { Painting } from './painting.svelte'
import { Probe } from './probe.svelte'
import { RankProposal } from './rank-proposal.svelte'
import { Recording } from './recording.svelte'
import { Recovery } from './recovery.svelte'
import { componentRanks } from './component-ranks'
import { Regions } from './regions.svelte'
import { Rows, visibleRows, type RowKey } from './rows.svelte'
import { Saving } from './saving.svelte'
import { SeparationRun } from './separation-run.svelte'
import { SeparationSettings } from './separation-settings.svelte'
import { SourceSuggestion } from './source-suggestion.svelte'
import { SpectrogramView } from './spectrogram-view.svelte'
import { StemDrag } from './stem-drag.svelte'
import { StemExport } from './stem-export.svelte'
import { Stems } from './stems.svelte'
import { TemplateLibrary } from './template-library.svelte'
import { Timeline } from './timeline.svelte'
import { Transport } from './transport.svelte'

/** What opens over the window without being part of the work. */
export type Sheet =
  | 'palette'
  | 'guide'
  | 'shortcuts'
  | 'options'
  | 'about'
  | 'region-gain'
  | 'small-groups'
  | 'judge'
  | 'examples'
  | 'library'

/** Puts the parts of the window's state together; each part stands in its own file and knows only what it needs. */
export class Editor {
  readonly messages = new Messages()
  readonly document = new OpenDocument()
  readonly timeline = new Timeline()
  readonly spectrogramView = new SpectrogramView()
  readonly appearance = new Appearance()
  readonly probe = new Probe(() => this.document.project)
  readonly rows = new Rows()
  readonly settings = new SeparationSettings()
  readonly saving = new Saving(this.document, this.messages)
  readonly autosave = new Autosave(this.document, this.messages)
  readonly grouping: Grouping
  readonly suggestion: SourceSuggestion
  readonly preview = new LivePreview()
  readonly session: EngineSession
  readonly recording: Recording
  readonly stems: Stems
  readonly meters: Meters
  readonly audition: Audition
  readonly stemExport: StemExport
  readonly stemDrag: StemDrag
  readonly transport: Transport
  readonly regions: Regions
  readonly run: SeparationRun
  readonly split: ComponentSplit
  readonly rankProposal: RankProposal
  readonly judging: Judging
  readonly painting: Painting
  readonly examples: Examples
  readonly library: TemplateLibrary
  readonly opening: Opening
  readonly recovery: Recovery
  #sheet = $state<Sheet | null>(null)

  constructor(engine: EngineConnection) {
    const { document, messages, timeline, saving, preview } = this
    const session = (this.session = new EngineSession(engine, document))
    this.recording = new Recording(session, document)
    this.stems = new Stems(session, document)
    this.stemExport = new StemExport(document, session, this.stems)
    this.stemDrag = new StemDrag({ document, session, stemExport: this.stemExport, messages })
    const audition = (this.audition = new Audition(document))
    const meters = (this.meters = new Meters(document, this.stems, audition))
    const parts = { document, timeline, session, messages, preview, meters, audition }
    const transport = (this.transport = new Transport(parts))
    this.regions = new Regions({ document, timeline, rows: this.rows, transport })
    const suggestion = (this.suggestion = new SourceSuggestion({ document, rows: this.rows, session, messages }))
    this.run = new SeparationRun({
      ...{ document, session, messages, transport, preview },
      onPreview: (factors, parameters, iteration) =>
        void suggestion.runGrouping.consider(factors, parameters, iteration),
      onEnd: (isSeparated) => suggestion.endRun(isSeparated)
    })
    this.grouping = new Grouping(document, this.rows)
    this.split = new ComponentSplit({ document, session, messages })
    this.rankProposal = new RankProposal(session, messages)
    this.judging = new Judging({ document, session, messages })
    this.painting = new Painting({ document, rows: this.rows, session, messages })
    this.library = new TemplateLibrary(messages)
    this.examples = new Examples({
      ...{ document, session, messages },
      parameters: () => this.settings.parameters,
      start: (request) => this.run.start(request)
    })
    this.opening = new Opening({
      session,
      document,
      saving,
      messages,
      isBusy: () => this.run.isRunning || this.split.isRunning,
      onOpened: (clip) => this.#startWith(clip)
    })
    this.recovery = new Recovery(this.opening, messages)
  }

  /** for each component, in the order of the templates */
  readonly audibilities = $derived.by((): Audibility[] => audibilities(this.audition.heardProject))

  /** the colour each component is drawn in: its own or its source's; null for none */
  readonly componentColours = $derived.by((): (ColourName | null)[] => {
    const { sources, components } = this.document.project
    const colours = new Map(sources.map((source) => [source.id, source.colour]))
    const ownColours = new Map(components.map(({ id, colour }) => [id, colour]))
    return components.map(({ id, mergedInto, sourceId }) => {
      const own = ownColours.get(mergedInto ?? id) ?? null
      return own ?? (sourceId === null ? null : (colours.get(sourceId) ?? null))
    })
  })

  /** whether there is any ownership that colour could show */
  readonly hasSourceColours = $derived.by((): boolean => this.componentColours.some((colour) => colour !== null))

  /** before there are sources, level is all there is to show; a new run leaves the colours until its result is in */
  readonly spectrogramMode = $derived.by((): SpectrogramMode => this.appearance.modeFor(this.hasSourceColours))

  /** which components are in which source and merged in which: text, so that faders do not sort anew */
  readonly #gathering = $derived.by((): string =>
    this.document.project.components.map(({ id, sourceId, mergedInto }) => [id, sourceId, mergedInto].join()).join(' ')
  )

  /** places of the components within their sources */
  readonly componentRanks = $derived.by((): ReadonlyMap<string, number> => {
    const { factors, clip } = this.document
    const { order } = this.rows
    // eslint-disable-next-line @typescript-eslint/no-unused-expressions -- what the ranks depend on of the project
    this.#gathering
    const project = untrack(() => this.document.project)
    if (factors === null || clip === null || project.separation === null) return new Map()
    const layout = { ...project.separation.parameters, sampleRate: clip.sampleRate }
    return componentRanks(project, factors, layout, order)
  })

  /** the rows as they stand from top to bottom */
  readonly visibleRows = $derived.by((): RowKey[] => visibleRows(this.document.project, this.rows, this.componentRanks))

  /** the one row that Tab comes to: the focused one as long as it is there */
  readonly tabbableRowId = $derived.by((): string | null => {
    const visible = this.visibleRows
    const focused = visible.find(({ id }) => id === this.rows.focused?.id)
    return (focused ?? visible[0])?.id ?? null
  })

  get sheet(): Sheet | null {
    return this.#sheet
  }

  /** whether a dialog has the keyboard */
  get hasModal(): boolean {
    return (
      this.#sheet !== null || this.stemExport.isOpen || this.messages.dialog !== null || this.recovery.offer !== null
    )
  }

  showSheet(sheet: Sheet | null): void {
    this.#sheet = sheet
  }

  separate(): Promise<void> {
    this.rankProposal.dismiss()
    const { clip, project } = this.document
    return this.run.start(this.settings.request(clip?.channelCount ?? 1, project.separation))
  }

  /** Files that were dropped on a source: recordings in which it plays alone. */
  async giveExample(sourceName: string, files: readonly File[]): Promise<void> {
    this.showSheet('examples')
    await this.examples.dropOn(sourceName, files)
  }

  /** Asks how many components the recording seems to hold, as the panel's values would pull it apart. */
  proposeRank(): Promise<void> {
    return this.rankProposal.ask(applicableParameters(this.settings.parameters, this.document.clip?.channelCount ?? 1))
  }

  /** The templates of the selected components go into the next separation as they are. */
  keepSelectedTemplates(): void {
    const { project, factors } = this.document
    if (project.separation === null || factors === null) return
    const ids = new Set(withMerged(project.components, this.rows.selectedComponents(project)))
    const kept = project.components.filter(({ id }) => ids.has(id))
    const W = new Float32Array(kept.length * factors.binCount)
    kept.forEach(({ index }, place) => W.set(templateOf(factors, index), place * factors.binCount))
    const { windowSamples } = project.separation.parameters
    this.settings.keepTemplates({ W, names: kept.map(componentName), windowSamples })
  }

  async closeDocument(): Promise<void> {
    if (!(await this.saving.mayDiscard())) return
    this.transport.close()
    this.#forget()
    this.session.setClip(null)
    this.document.close()
  }

  /** Esc: first the selection on the time axis, then the selected rows. */
  escape(): void {
    if (this.timeline.selection !== null) this.timeline.select(null)
    else this.rows.clear()
  }

  #startWith(clip: ClipInfo): void {
    this.#forget()
    this.settings.load(this.document.project.separation, this.document.factors)
    this.timeline.open(this.document.durationSeconds)
    this.spectrogramView.open(clip.sampleRate)
    const hasFactors = this.document.factors !== null
    void this.transport
      .open(clip)
      .catch((thrown: unknown) => tellFailure(this.messages, thrown, { subject: clip.name }))
    if (hasFactors) this.transport.hear('sources')
    this.recording.open(clip).catch((thrown: unknown) => tellFailure(this.messages, thrown, { subject: clip.name }))
  }

  #forget(): void {
    this.rankProposal.dismiss()
    this.audition.end()
    this.judging.reset()
    this.painting.reset()
    this.examples.reset()
    this.rows.reset()
    this.regions.select(null)
    this.probe.reset()
    this.stems.reset()
    this.stemExport.reset()
    this.stemDrag.reset()
  }
}

/** The window's editor, for the views. */
export const [useEditor, provideEditor] = createContext<Editor>()
