import { cancelRedraw, requestRedraw } from './redraw-queue'
import { onThemeChanged } from './theme-tokens'

/** CSS pixels, and device pixels per CSS pixel. */
export interface SurfaceSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

export type Paint = (context: CanvasRenderingContext2D, size: SurfaceSize) => void

/**
 * A 2D canvas that fills its box with exact device pixels and is painted only when something changed and it can be seen.
 * Paint functions draw in CSS pixels on a cleared canvas.
 */
export class LaneSurface {
  #canvas: HTMLCanvasElement | null = null
  #paint: Paint | null = null
  #size: SurfaceSize = { width: 0, height: 0, ratio: 1 }
  #deviceWidth = 0
  #deviceHeight = 0
  #isVisible = false

  /** Starts to serve a canvas; returns the way to stop. */
  attach(canvas: HTMLCanvasElement): () => void {
    this.#canvas = canvas
    const resizes = new ResizeObserver((entries) => this.#measure(entries[entries.length - 1]))
    resizes.observe(canvas, { box: 'device-pixel-content-box' })
    const sights = new IntersectionObserver((entries) => {
      this.#isVisible = entries[entries.length - 1].isIntersecting
      if (this.#isVisible) this.#invalidate()
    })
    sights.observe(canvas)
    const stopThemes = onThemeChanged(() => this.#invalidate())
    return () => {
      resizes.disconnect()
      sights.disconnect()
      stopThemes()
      cancelRedraw(this.#draw)
      this.#canvas = null
    }
  }

  /** What to show from now on. */
  show(paint: Paint): void {
    this.#paint = paint
    this.#invalidate()
  }

  #measure(entry: ResizeObserverEntry): void {
    const device = entry.devicePixelContentBoxSize[0]
    this.#deviceWidth = device.inlineSize
    this.#deviceHeight = device.blockSize
    const { width, height } = entry.contentRect
    this.#size = { width, height, ratio: width > 0 ? device.inlineSize / width : 1 }
    this.#invalidate()
  }

  #invalidate(): void {
    if (this.#isVisible && this.#canvas) requestRedraw(this.#draw)
  }

  readonly #draw = (): void => {
    const canvas = this.#canvas
    const context = canvas?.getContext('2d')
    if (!canvas || !context || !this.#paint || this.#deviceWidth === 0) return
    if (canvas.width !== this.#deviceWidth) canvas.width = this.#deviceWidth
    if (canvas.height !== this.#deviceHeight) canvas.height = this.#deviceHeight
    const { ratio } = this.#size
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, this.#size.width, this.#size.height)
    this.#paint(context, this.#size)
  }
}
