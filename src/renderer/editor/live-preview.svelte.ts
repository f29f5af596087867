import { SvelteSet } from 'svelte/reactivity'
import type { Audibility } from '@core/project/audibility'
import type { Edit } from '@core/project/edits'
import type { Component } from '@core/project/project'
import type { Factors } from '@core/separation/factors'
import type { SeparationParameters } from '@core/separation/parameters'

/** A preview as it can be drawn and played. */
export interface Preview {
  readonly factors: Factors
  readonly windowSamples: number
  readonly hopSamples: number
}

/**
 * W and H as the run under way has them, and what is muted and soloed of them. It is heard in place of the separation; the
 * project knows nothing of it until the result is taken.
 */
export class LivePreview {
  #present = $state.raw<Preview | null>(null)
  readonly #muted = new SvelteSet<number>()
  readonly #soloed = new SvelteSet<number>()

  /** null before the first one; a recording too long to be held whole has none */
  get present(): Preview | null {
    return this.#present
  }

  readonly audibilities = $derived.by((): Audibility[] =>
    Array.from({ length: this.#present?.factors.rank ?? 0 }, (_, index) => {
      if (this.#muted.has(index)) return 'muted'
      return this.#soloed.size === 0 || this.#soloed.has(index) ? 'heard' : 'silenced-by-solo'
    })
  )

  isMuted(index: number): boolean {
    return this.#muted.has(index)
  }

  isSoloed(index: number): boolean {
    return this.#soloed.has(index)
  }

  show(factors: Factors, { windowSamples, hopSamples }: SeparationParameters): void {
    this.#present = { factors, windowSamples, hopSamples }
  }

  toggleMuted(index: number): void {
    if (!this.#muted.delete(index)) this.#muted.add(index)
  }

  toggleSoloed(index: number): void {
    if (!this.#soloed.delete(index)) this.#soloed.add(index)
  }

  soloOnly(index: number): void {
    this.#soloed.clear()
    this.#soloed.add(index)
  }

  /** One factor for each component; the residual is what is not heard. */
  gains(isResidual: boolean): Float32Array {
    return Float32Array.from(this.audibilities, (audibility) => ((audibility === 'heard') === isResidual ? 0 : 1))
  }

  /**
   * What makes the components of the result sound as their rows did. Where nothing was switched, mutes and solos that came with
   * recognised components stay.
   */
  edits(components: readonly Component[]): Edit[] {
    if (this.#muted.size === 0 && this.#soloed.size === 0) return []
    const idsOf = (indices: ReadonlySet<number>) =>
      components.filter(({ index }) => indices.has(index)).map(({ id }) => id)
    return [
      { type: 'clear-mutes' },
      { type: 'clear-solos' },
      { type: 'set-muted', kind: 'component', ids: idsOf(this.#muted), isMuted: true },
      { type: 'set-soloed', kind: 'component', ids: idsOf(this.#soloed), isSoloed: true }
    ]
  }

  end(): void {
    this.#present = null
    this.#muted.clear()
    this.#soloed.clear()
  }
}
