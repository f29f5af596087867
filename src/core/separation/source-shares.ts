import type { ColumnMasks } from './masks'

/** Which component is of which source. */
export interface ComponentSources {
  /** for each component the number of its source, negative for none */
  readonly componentSources: Int32Array
  readonly sourceCount: number
}

/** The masks of all sources in one column, and what gains let through of each. What is in no source is one more, the last. */
export class SourceShares {
  readonly groupCount: number
  /** M_j(f), `[group * bins + f]`, summing to one over the groups */
  readonly shares: Float32Array
  /** the same with the gains, 0 … M_j(f) for gains up to 1 */
  readonly passed: Float32Array
  readonly #part: Float32Array
  readonly #gains: Float32Array

  constructor(
    private readonly masks: ColumnMasks,
    private readonly sources: ComponentSources,
    private readonly binCount: number
  ) {
    this.groupCount = sources.sourceCount + 1
    this.shares = new Float32Array(this.groupCount * binCount)
    this.passed = new Float32Array(this.groupCount * binCount)
    this.#part = new Float32Array(binCount)
    this.#gains = new Float32Array(sources.componentSources.length)
  }

  compute(column: number, channel: number, gains: Float32Array): void {
    for (let group = 0; group < this.groupCount; group++) {
      this.#computeGroup(group, column, channel, null, this.shares)
      this.#computeGroup(group, column, channel, gains, this.passed)
    }
  }

  /** @param gains null: all 1 */
  #computeGroup(
    group: number,
    column: number,
    channel: number,
    gains: Float32Array | null,
    target: Float32Array
  ): void {
    const { componentSources, sourceCount } = this.sources
    let isHeard = false
    for (let k = 0; k < componentSources.length; k++) {
      const source = componentSources[k] < 0 ? sourceCount : componentSources[k]
      const gain = source !== group ? 0 : gains === null ? 1 : gains[k]
      this.#gains[k] = gain
      isHeard ||= gain > 0
    }
    if (isHeard) this.masks.compute(column, channel, this.#gains, this.#part)
    else this.#part.fill(0)
    target.set(this.#part, group * this.binCount)
  }
}
