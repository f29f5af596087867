import { SvelteSet } from 'svelte/reactivity'

/** As many as a list shows without being scrolled, about. */
const firstRows = 8
const rowsPerFrame = 2

/** Which rows of a list are made already. Making a hundred at once would hold up the window; the rest follow in the next frames. */
export class GradualRows {
  readonly #made = new SvelteSet<string>()
  #waiting: string[] = []
  #frame = 0

  has(id: string): boolean {
    return this.#made.has(id)
  }

  /** The list as it is now, from top to bottom. */
  show(ids: readonly string[]): void {
    const wanted = new Set(ids)
    for (const id of this.#made) if (!wanted.has(id)) this.#made.delete(id)
    this.#waiting = ids.filter((id) => !this.#made.has(id))
    this.#make(firstRows)
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #make(count: number): void {
    for (const id of this.#waiting.splice(0, count)) this.#made.add(id)
    if (this.#waiting.length > 0 && this.#frame === 0) this.#frame = requestAnimationFrame(this.#makeMore)
  }

  readonly #makeMore = (): void => {
    this.#frame = 0
    this.#make(rowsPerFrame)
  }
}
