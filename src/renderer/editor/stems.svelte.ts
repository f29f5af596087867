import { SvelteMap } from 'svelte/reactivity'
import { createPeakPyramid, pyramidBytes, type PeakPyramid } from '../drawing/peak-pyramid'
import type { EngineSession } from './engine-session'
import type { OpenDocument } from './open-document.svelte'
import { componentsBySource } from './rows.svelte'

export interface StemPeaks {
  readonly pyramid: PeakPyramid
  /** with the components at their weights; null stands for −∞ */
  readonly peakDecibels: number | null
}

const settleMilliseconds = 150
/** those of eight sources in two hours of stereo; of usual recordings hundreds */
const keptBytes = 384 * 2 ** 20

interface Wish {
  readonly componentIndices: readonly number[]
  /** amplitude factors, one for each of them */
  readonly weights: readonly number[]
}

/**
 * What sets of components sound like, at 0 dB or at weights of their own, as peaks. A set's stem depends only on the separation, on what
 * is painted, and on which components are in it how loud, so that undo finds the stems it had; asked for one at a time, for each takes
 * the engine a while.
 */
export class Stems {
  readonly #session: EngineSession
  readonly #document: OpenDocument
  readonly #known = new SvelteMap<string, StemPeaks>()
  readonly #wanted = new Map<string, Wish>()
  /** those of #wanted that a newer mix makes useless */
  #passing: readonly string[] = []
  #isReading = false
  /** tells apart what is painted; empty: nothing */
  readonly #paintName = $derived.by(() => {
    const { painted } = this.#document
    return painted === null ? '' : JSON.stringify(painted)
  })

  constructor(session: EngineSession, document: OpenDocument) {
    this.#session = session
    this.#document = document
  }

  /** null until the engine has told; `read` asks for it */
  peaksOf(componentIndices: readonly number[], weights?: readonly number[]): StemPeaks | null {
    return this.#known.get(this.#keyOf(componentIndices, weights)) ?? null
  }

  /** As peaksOf; while the engine works on what was just painted, the stem before it. */
  drawnPeaksOf(componentIndices: readonly number[], weights?: readonly number[]): StemPeaks | null {
    const present = this.peaksOf(componentIndices, weights)
    if (present !== null) return present
    const set = this.#setOf(componentIndices, weights)
    return [...this.#known].findLast(([key]) => key.endsWith(set))?.[1] ?? null
  }

  read(componentIndices: readonly number[]): void {
    this.#want({ componentIndices, weights: componentIndices.map(() => 1) })
    void this.#readWanted()
  }

  /** Asks for what is heard at present; what was asked for here before and is not begun is no longer wanted. */
  readHeard(wishes: readonly Wish[]): void {
    for (const key of this.#passing) this.#wanted.delete(key)
    this.#passing = wishes.flatMap((wish) => this.#want(wish) ?? [])
    void this.#readWanted()
  }

  reset(): void {
    this.#known.clear()
    this.#wanted.clear()
  }

  /** Called once while an effect root is there: asks for the sources' stems some time after a change of the grouping. */
  follow(): void {
    $effect(() => {
      const { project, factors } = this.#document
      if (factors === null) return
      const sets = [...componentsBySource(project)]
        .filter(([sourceId, components]) => sourceId !== null && components.length > 0)
        .map(([, components]) => components.map((component) => component.index))
      const timer = setTimeout(() => sets.forEach((set) => this.read(set)), settleMilliseconds)
      return () => clearTimeout(timer)
    })
  }

  /** Returns the key of a wish that is new. */
  #want(wish: Wish): string | null {
    const key = this.#keyOf(wish.componentIndices, wish.weights)
    if (wish.componentIndices.length === 0 || this.#known.has(key) || this.#wanted.has(key)) return null
    this.#wanted.set(key, wish)
    return key
  }

  #keyOf(componentIndices: readonly number[], weights?: readonly number[]): string {
    return `${this.#paintName}${this.#setOf(componentIndices, weights)}`
  }

  #setOf(componentIndices: readonly number[], weights: readonly number[] = []): string {
    const parts = componentIndices.map((index, place) =>
      (weights[place] ?? 1) === 1 ? index : `${index}×${weights[place]}`
    )
    return `${this.#document.project.separation?.id ?? ''}:${parts.join(',')}`
  }

  async #readWanted(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      for (let next = this.#takeWanted(); next !== null; next = this.#takeWanted()) {
        const [key, { componentIndices, weights }] = next
        const separationId = this.#document.project.separation!.id
        const { painted } = this.#document
        const { channels, samplesPerPeak, peakDecibels } = await this.#session.read(
          'readStemPeaks',
          (clipId) => ({
            ...{ clipId, separationId, componentIndices: [...componentIndices], weights: [...weights] },
            ...(painted !== null && { painted })
          }),
          separationId
        )
        const lengthSamples = this.#document.clip?.lengthSamples ?? 0
        const pyramid = createPeakPyramid(channels, samplesPerPeak, lengthSamples)
        this.#keep(key, { pyramid, peakDecibels })
      }
    } catch {
      // A lane without a stem stays empty, and the next change of the grouping asks again: a run's own failure is told by the run.
      this.#wanted.clear()
    } finally {
      this.#isReading = false
    }
  }

  /** Gives up the oldest where there are too many. */
  #keep(key: string, stem: StemPeaks): void {
    this.#known.set(key, stem)
    let bytes = [...this.#known.values()].reduce((sum, { pyramid }) => sum + pyramidBytes(pyramid), 0)
    for (const [oldest, { pyramid }] of [...this.#known]) {
      if (bytes <= keptBytes || oldest === key) return
      this.#known.delete(oldest)
      bytes -= pyramidBytes(pyramid)
    }
  }

  /** The oldest wish that still belongs to the present separation, and to what is painted. */
  #takeWanted(): [string, Wish] | null {
    const prefix = this.#keyOf([])
    for (const [key, wish] of this.#wanted) {
      this.#wanted.delete(key)
      if (key.startsWith(prefix)) return [key, wish]
    }
    return null
  }
}
