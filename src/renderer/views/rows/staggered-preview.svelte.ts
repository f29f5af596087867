import { SvelteMap } from 'svelte/reactivity'
import type { Factors } from '@core/separation/factors'

const rowsPerFrame = 3

/**
 * Hands a preview to a few rows in each animation frame: drawing all lanes of a long recording in one frame takes longer
 * than a frame may.
 */
export class StaggeredPreview {
  readonly #shown = new SvelteMap<number, Factors>()
  #latest: Factors | null = null
  #waiting: number[] = []
  #frame = 0

  /** what a row shows at present */
  of(row: number): Factors | null {
    return this.#shown.get(row) ?? null
  }

  show(preview: Factors): void {
    this.#latest = preview
    // Rows that still wait keep their turn, so that the last ones are reached however fast previews come.
    const asked = new Set(this.#waiting)
    this.#waiting.push(...Array.from({ length: preview.rank }, (_, row) => row).filter((row) => !asked.has(row)))
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#handOut)
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  readonly #handOut = (): void => {
    for (const row of this.#waiting.splice(0, rowsPerFrame)) this.#shown.set(row, this.#latest!)
    this.#frame = this.#waiting.length > 0 ? requestAnimationFrame(this.#handOut) : 0
  }
}
