import { countSamples, gapsIn, type SampleRange } from '@core/audio/sample-range'
import type { Region, RegionEffect, RegionTarget } from '@core/project/project'
import type { OpenDocument } from './open-document.svelte'
import type { Rows } from './rows.svelte'
import type { Timeline } from './timeline.svelte'
import type { Transport } from './transport.svelte'

interface RegionParts {
  readonly document: OpenDocument
  readonly timeline: Timeline
  readonly rows: Rows
  readonly transport: Transport
}

/** Edits of the selected time: of the selected rows, or of the mix when none is selected; and which region is selected. */
export class Regions {
  readonly #parts: RegionParts
  #selectedId = $state<string | null>(null)

  constructor(parts: RegionParts) {
    this.#parts = parts
  }

  /** the region that the pointer or the keyboard chose last; null when it is gone */
  get selected(): Region | null {
    return this.#parts.document.project.regions.find(({ id }) => id === this.#selectedId) ?? null
  }

  select(id: string | null): void {
    this.#selectedId = id
  }

  /** what an edit of the selection would act on */
  readonly target = $derived.by((): RegionTarget => {
    const { rows, document } = this.#parts
    const selectedIds = (strips: readonly { id: string }[]) =>
      strips.filter(({ id }) => rows.isSelected(id)).map(({ id }) => id)
    const sourceIds = selectedIds(document.project.sources)
    const componentIds = selectedIds(document.project.components)
    return sourceIds.length + componentIds.length === 0 ? { kind: 'mix' } : { kind: 'strips', sourceIds, componentIds }
  })

  /** the selection in samples; null for none */
  readonly range = $derived.by((): SampleRange | null => {
    const { timeline, document } = this.#parts
    const { selection } = timeline
    if (selection === null || document.clip === null) return null
    const toSample = (seconds: number) => Math.round(seconds * document.clip!.sampleRate)
    const range = { startSample: toSample(selection.startSeconds), endSample: toSample(selection.endSeconds) }
    return range.startSample < range.endSample ? range : null
  })

  /** whether something of the recording would be left without the selection */
  get canCut(): boolean {
    return this.range !== null && this.#kept.some((kept) => countSamples(gapsIn([this.range!], kept)) > 0)
  }

  /** whether the selection holds something that is left */
  get canCrop(): boolean {
    return this.range !== null && countSamples(gapsIn(this.#parts.document.project.cuts, this.range)) > 0
  }

  add(effect: RegionEffect): void {
    const { document, transport } = this.#parts
    if (this.range === null) return
    const id = crypto.randomUUID()
    document.dispatch({ type: 'add-region', region: { id, ...this.range, target: this.target, effect } })
    this.#selectedId = id
    // Who edits wants to hear it; the original is as it was recorded.
    if (transport.hearing === 'original') transport.hear('sources')
  }

  change(id: string, change: Partial<SampleRange> & { readonly effect?: RegionEffect }): void {
    const { document } = this.#parts
    const region = document.project.regions.find((candidate) => candidate.id === id)
    if (region === undefined) return
    const { startSample, endSample } = { ...region, ...change }
    if (endSample - startSample < 1) return
    const effect = change.effect === undefined ? {} : { effect: change.effect }
    document.dispatch({ type: 'change-region', id, startSample, endSample, ...effect }, `region-${id}`)
  }

  /** The selected region, or those that lie in the selection and act on what is selected. */
  remove(): void {
    const ids = this.removable
    if (ids.length === 0) return
    this.#parts.document.dispatch({ type: 'remove-regions', ids })
    this.#selectedId = null
  }

  get removable(): string[] {
    if (this.selected !== null) return [this.selected.id]
    const { range } = this
    if (range === null) return []
    const isMeant = (region: Region) =>
      region.startSample < range.endSample && region.endSample > range.startSample && this.#shares(region.target)
    return this.#parts.document.project.regions.filter(isMeant).map(({ id }) => id)
  }

  /** Leaves the selection out. */
  cut(): void {
    const { document, timeline } = this.#parts
    if (this.range === null || !this.canCut) return
    document.dispatch({ type: 'cut-time', ranges: [this.range] })
    timeline.select(null)
  }

  /** Leaves everything out but the selection. */
  crop(): void {
    const { document, timeline } = this.#parts
    if (this.range === null || !this.canCrop) return
    document.dispatch({ type: 'cut-time', ranges: gapsIn([this.range], this.#whole) })
    timeline.select(null)
  }

  /** Brings back what is cut in the selection, or everywhere when nothing is selected. */
  restore(): void {
    this.#parts.document.dispatch({ type: 'restore-time', ranges: [this.range ?? this.#whole] })
  }

  get canRestore(): boolean {
    return countSamples(gapsIn(this.#kept, this.range ?? this.#whole)) > 0
  }

  get #whole(): SampleRange {
    return { startSample: 0, endSample: this.#parts.document.clip?.lengthSamples ?? 0 }
  }

  get #kept(): SampleRange[] {
    return gapsIn(this.#parts.document.project.cuts, this.#whole)
  }

  #shares(target: RegionTarget): boolean {
    const meant = this.target
    if (target.kind === 'mix' || meant.kind === 'mix') return target.kind === meant.kind
    return (
      target.sourceIds.some((id) => meant.sourceIds.includes(id)) ||
      target.componentIds.some((id) => meant.componentIds.includes(id))
    )
  }
}
