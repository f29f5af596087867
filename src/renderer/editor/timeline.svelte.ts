import { z } from 'zod'
import type { FrequencyBand } from '@core/spectral/frequency-band'
import { clampView, fitView, minimumSpanSeconds, scrollView, zoomView, type TimeView } from '../drawing/time-view'
import { recall, remember } from './remembered'

const snapName = 'snap-selection'

export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

export const zoomStep = 1.5

/** The one time axis of the window, the selection on it, and whether playing loops there. None of it is undoable. */
export class Timeline {
  /** where the last context menu of a lane was opened; null before the first */
  pointedSeconds: number | null = null
  #durationSeconds = $state(0)
  #view = $state.raw<TimeView>({ startSeconds: 0, endSeconds: 1 })
  #selection = $state.raw<TimeRange | null>(null)
  #band = $state.raw<FrequencyBand | null>(null)
  #isSnapping = $state(recall(snapName, z.boolean()) ?? false)
  #isLoopOn = $state(false)

  get view(): TimeView {
    return this.#view
  }

  get durationSeconds(): number {
    return this.#durationSeconds
  }

  get selection(): TimeRange | null {
    return this.#selection
  }

  /** the frequencies of a selection that is a box in the spectrogram; null for all of them, and without a selection */
  get band(): FrequencyBand | null {
    return this.#band
  }

  /** whether selections keep to columns and semitones as they are drawn */
  get isSnapping(): boolean {
    return this.#isSnapping
  }

  get isLoopOn(): boolean {
    return this.#isLoopOn
  }

  /** what a loop would repeat: the selection, or all */
  get loopRange(): TimeRange | null {
    return this.#selection ?? (this.#isLoopOn ? { startSeconds: 0, endSeconds: this.#durationSeconds } : null)
  }

  /** 0: everything is seen; 1: the narrowest view that the slider reaches */
  get zoomFraction(): number {
    if (this.#durationSeconds === 0) return 0
    const span = this.#view.endSeconds - this.#view.startSeconds
    return Math.min(1, Math.max(0, Math.log(this.#durationSeconds / span) / Math.log(this.#deepestFactor)))
  }

  get #deepestFactor(): number {
    return Math.max(2, this.#durationSeconds / minimumSpanSeconds)
  }

  open(durationSeconds: number): void {
    this.#durationSeconds = durationSeconds
    this.#view = fitView(durationSeconds)
    this.select(null)
    this.#isLoopOn = false
  }

  setView(view: TimeView): void {
    this.#view = clampView(view, this.#durationSeconds)
  }

  zoom(factor: number, atSeconds: number): void {
    this.#view = zoomView(this.#view, factor, atSeconds, this.#durationSeconds)
  }

  zoomTo(fraction: number, atSeconds: number): void {
    const span = this.#durationSeconds / this.#deepestFactor ** fraction
    this.zoom((this.#view.endSeconds - this.#view.startSeconds) / span, atSeconds)
  }

  fit(): void {
    this.#view = fitView(this.#durationSeconds)
  }

  selectAll(): void {
    this.select({ startSeconds: 0, endSeconds: this.#durationSeconds })
  }

  zoomToSelection(): void {
    if (this.#selection !== null) this.setView({ ...this.#selection })
  }

  scroll(deltaSeconds: number): void {
    this.#view = scrollView(this.#view, deltaSeconds, this.#durationSeconds)
  }

  /** Replaces the selection: a stretch of time, of all frequencies or of a band; null selects nothing. */
  select(selection: TimeRange | null, band: FrequencyBand | null = null): void {
    this.#selection = selection
    this.#band = selection === null ? null : band
  }

  toggleSnapping(): void {
    this.#isSnapping = !this.#isSnapping
    remember(snapName, this.#isSnapping)
  }

  setLooping(isOn: boolean): void {
    this.#isLoopOn = isOn
  }

  /** Turns the page when playing runs out of the view. */
  follow(positionSeconds: number): void {
    const { startSeconds, endSeconds } = this.#view
    if (positionSeconds >= startSeconds && positionSeconds <= endSeconds) return
    const span = endSeconds - startSeconds
    this.setView({ startSeconds: positionSeconds, endSeconds: positionSeconds + span })
  }

  /** Scrolls just as far as it takes to see a time. */
  reveal(seconds: number): void {
    const { startSeconds, endSeconds } = this.#view
    if (seconds < startSeconds) this.scroll(seconds - startSeconds)
    else if (seconds > endSeconds) this.scroll(seconds - endSeconds)
  }

  /** Seconds at which a zoom without a pointer holds still: the playhead if it is seen, or else the middle. */
  anchor(positionSeconds: number): number {
    const { startSeconds, endSeconds } = this.#view
    const isSeen = positionSeconds >= startSeconds && positionSeconds <= endSeconds
    return isSeen ? positionSeconds : (startSeconds + endSeconds) / 2
  }
}
