import { createRandom } from '@core/math/random'

/** Random choices from one seed: the same seed makes the same choices on every machine. */
export class Dice {
  readonly #random: () => number

  /** @param seed integer, 0 … 2^32 − 1 */
  constructor(seed: number) {
    this.#random = createRandom(seed)
  }

  /** low ≤ x < high */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.#random()
  }

  /** An integer, first ≤ i < end. */
  integer(first: number, end: number): number {
    return Math.min(end - 1, Math.floor(this.uniform(first, end)))
  }

  chance(probability: number): boolean {
    return this.#random() < probability
  }

  /** Normally distributed with mean 0, by Box and Muller. */
  normal(standardDeviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(this.#random()))
    return standardDeviation * radius * Math.cos(2 * Math.PI * this.#random())
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length)]
  }

  /** One of the keys, as often as its weight says. */
  pickWeighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][]
    let rest = this.uniform(
      0,
      entries.reduce((sum, [, weight]) => sum + weight, 0)
    )
    for (const [key, weight] of entries) {
      rest -= weight
      if (rest < 0) return key
    }
    return entries[entries.length - 1][0]
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(0, i + 1)
      ;[shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]]
    }
    return shuffled
  }
}
