import WaveSurfer, { type WaveSurferOptions } from 'wavesurfer.js'
import { largestAmplitude, type PeakPyramid } from './peak-pyramid'
import { cancelRedraw, requestRedraw } from './redraw-queue'
import { onThemeChanged, token } from './theme-tokens'
import { drawTimeGrid } from './time-grid'
import { spanSeconds, type TimeView } from './time-view'
import { drawWaveform } from './waveform-drawing'

/** The recording's peak fills its row, so that floats beyond full scale are seen whole; noise alone is not blown up. */
const quietestPeak = 0.1

export interface WaveformViewScene {
  readonly pyramid: PeakPyramid
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

  constructor(container: HTMLElement) {
    this.#container = container
    this.#observer = new ResizeObserver(() => requestRedraw(this.#draw))
    this.#observer.observe(container)
    this.#stopThemes = onThemeChanged(() => requestRedraw(this.#draw))
  }

  show(scene: WaveformViewScene | null): void {
    this.#scene = scene
    requestRedraw(this.#draw)
  }

  destroy(): void {
    cancelRedraw(this.#draw)
    this.#observer.disconnect()
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
    // The height may have changed with the lane's.
    this.#wavesurfer?.setOptions({ height: this.#container.clientHeight / channelCount })
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
    drawWaveform(context, size, {
      pyramid: scene.pyramid,
      view: scene.view,
      sampleRate: scene.sampleRate,
      channels: [channel],
      exponent: 1,
      fullAmplitude: Math.max(quietestPeak, largestAmplitude(scene.pyramid))
    })
  }
}
