const edgePixels = 28
const pixelsPerFrame = 7

/** Scrolls a list while something is dragged near its upper or lower edge. */
export class EdgeScroll {
  #speed = 0
  #frame = 0
  #scroller: HTMLElement | null = null

  /** A drag is over the list; near an edge it goes on until `stop`, or a place in the middle. */
  over(event: DragEvent, scroller: HTMLElement): void {
    const { top, bottom } = scroller.getBoundingClientRect()
    const isUp = event.clientY < top + edgePixels
    this.#speed = isUp ? -pixelsPerFrame : event.clientY > bottom - edgePixels ? pixelsPerFrame : 0
    this.#scroller = scroller
    if (this.#speed !== 0 && this.#frame === 0) this.#frame = requestAnimationFrame(this.#step)
  }

  stop(): void {
    this.#speed = 0
  }

  readonly #step = (): void => {
    this.#frame = 0
    if (this.#speed === 0) return
    this.#scroller?.scrollBy(0, this.#speed)
    this.#frame = requestAnimationFrame(this.#step)
  }
}
