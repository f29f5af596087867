import WaveSurfer, { type WaveSurferOptions } from 'wavesurfer.js'
import { largestAmplitude, type PeakPyramid } from './peak-pyramid'
import { cancelRedraw, requestRedraw } from './redraw-queue'
import { drawSamples } from './sample-drawing'
import { samplesOf, type SampleRange, type SampleSource } from './sample-blocks'
import { onThemeChanged, token } from './theme-tokens'
import { tileStoreOf } from './tile-store'
import { drawTimeGrid } from './time-grid'
import { spanSeconds, type TimeView } from './time-view'
import { drawWaveform } from './waveform-drawing'

/** The recording's peak fills its row, so that floats beyond full scale are seen whole; noise alone is not blown up. */
const quietestPeak = 0.1

export interface WaveformViewScene {
  readonly pyramid: PeakPyramid
  /** for views that are finer than the peaks */
  readonly samples: SampleSource
  readonly sampleRate: number
  readonly view: TimeView
}

/**
 * The mix's waveform by wavesurfer.js, one row per channel. Its own scrolling would round positions to whole pixels and fall
 * out of step with the other lanes, so it always holds exactly the visible stretch, and draws our peaks for it.
 */
export class WaveformView {
  readonly #container: HTMLElement
  readonly #observer: ResizeObserver
  readonly #stopThemes: () => void
  #wavesurfer: WaveSurfer | null = null
  #channelCount = 0
  #scene: WaveformViewScene | null = null
  #stopSamples: (() => void) | null = null
  /** the visible ones; null while the peaks are enough, or all there is */
  #visible: SampleRange | null = null

  constructor(container: HTMLElement) {
    this.#container = container
    this.#observer = new ResizeObserver(() => requestRedraw(this.#draw))
    this.#observer.observe(container)
    this.#stopThemes = onThemeChanged(() => requestRedraw(this.#draw))
  }

  show(scene: WaveformViewScene | null): void {
    if (scene?.samples !== this.#scene?.samples) {
      this.#stopSamples?.()
      const redraw = () => requestRedraw(this.#draw)
      this.#stopSamples = scene && tileStoreOf(scene.samples).subscribe(this, redraw)
    }
    this.#scene = scene
    requestRedraw(this.#draw)
  }

  destroy(): void {
    cancelRedraw(this.#draw)
    this.#observer.disconnect()
    this.#stopSamples?.()
    this.#stopThemes()
    this.#wavesurfer?.destroy()
  }

  readonly #draw = (): void => {
    const channelCount = this.#scene?.pyramid.levels[0].channels.length ?? 0
    if (channelCount !== this.#channelCount) {
      this.#wavesurfer?.destroy()
      this.#channelCount = channelCount
      this.#wavesurfer = channelCount > 0 ? WaveSurfer.create(this.#options(channelCount)) : null
      return
    }
    this.#visible = this.#findSamples()
    // The height may have changed with the lane's.
    this.#wavesurfer?.setOptions({ height: this.#container.clientHeight / channelCount })
  }

  #findSamples(): SampleRange | null {
    if (!this.#scene) return null
    const { samples, view, sampleRate, pyramid } = this.#scene
    const width = this.#container.clientWidth * Math.max(1, window.devicePixelRatio)
    const span = spanSeconds(view) * sampleRate
    const areEnough = width === 0 || span / width >= pyramid.levels[0]!.samplesPerPeak
    const [from, to] = areEnough ? [0, 0] : [view.startSeconds * sampleRate - 1, view.endSeconds * sampleRate + 2]
    return samplesOf(samples, this, { from, to, lengthSamples: pyramid.lengthSamples })
  }

  #options(channelCount: number): WaveSurferOptions {
    const rows = Array.from({ length: channelCount }, (_, channel) => channel)
    return {
      container: this.#container,
      height: this.#container.clientHeight / channelCount,
      // Only the number of rows counts here: each row draws from the pyramid at the resolution of the view.
      peaks: rows.map(() => new Float32Array(1)),
      duration: 1,
      interact: false,
      cursorWidth: 0,
      hideScrollbar: true,
      autoScroll: false,
      progressColor: 'transparent',
      splitChannels: rows.map((channel) => ({
        overlay: false,
        renderFunction: (_peaks, context) => this.#drawRow(context, channel)
      }))
    }
  }

  #drawRow(context: CanvasRenderingContext2D, channel: number): void {
    const scene = this.#scene
    const { width, height } = this.#container.getBoundingClientRect()
    if (!scene || width === 0 || spanSeconds(scene.view) <= 0) return
    // wavesurfer rounds the lane's width to whole pixels; the scale must be that of the true width.
    const ratio = Math.max(1, window.devicePixelRatio)
    const size = { width, height: height / this.#channelCount, ratio }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawTimeGrid(context, size, scene.view)
    context.fillStyle = token('wave')
    const fullAmplitude = Math.max(quietestPeak, largestAmplitude(scene.pyramid))
    const visible = this.#visible
    if (visible !== null) {
      const { view, sampleRate } = scene
      const samples = visible.channels[channel]!
      drawSamples(context, size, { samples, from: visible.from, view, sampleRate, fullAmplitude })
      return
    }
    drawWaveform(context, size, {
      pyramid: scene.pyramid,
      view: scene.view,
      sampleRate: scene.sampleRate,
      channels: [channel],
      exponent: 1,
      fullAmplitude
    })
  }
}
