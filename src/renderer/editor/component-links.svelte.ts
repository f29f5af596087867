import type { ComponentLinks } from '@core/grouping/proposal'
import type { Component } from '@core/project/project'

/** Two components of which a person said that they belong together, or apart. */
export interface ComponentLink {
  readonly kind: 'together' | 'apart'
  /** ids */
  readonly pair: readonly [string, string]
}

/** What a person said of pairs of components; every suggestion keeps to it. */
export class PairLinks {
  #links = $state.raw<readonly ComponentLink[]>([])

  /** the newest last */
  get all(): readonly ComponentLink[] {
    return this.#links
  }

  /** Each of these with the first. What was said before of a pair is forgotten. */
  add(kind: ComponentLink['kind'], [first, ...others]: readonly string[]): void {
    if (first === undefined) return
    for (const other of others.filter((id) => id !== first)) {
      const kept = this.#links.filter(({ pair }) => !(pair.includes(first) && pair.includes(other)))
      this.#links = [...kept, { kind, pair: [first, other] }]
    }
  }

  forget(link: ComponentLink): void {
    this.#links = this.#links.filter((other) => other !== link)
  }

  /** Those between components that are there, by their places among the templates. */
  among(components: readonly Component[]): ComponentLinks {
    const indices = new Map(components.map(({ id, index }) => [id, index]))
    const pairsOf = (kind: ComponentLink['kind']): (readonly [number, number])[] =>
      this.#links.flatMap(({ kind: own, pair: [a, b] }) => {
        const [i, j] = [indices.get(a), indices.get(b)]
        return own !== kind || i === undefined || j === undefined ? [] : [[i, j] as const]
      })
    return { together: pairsOf('together'), apart: pairsOf('apart') }
  }
}
