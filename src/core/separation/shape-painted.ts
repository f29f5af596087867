import type { StftLayout } from '../spectral/stft-layout'
import { hintField, type HintField } from './hint-field'
import type { Hint } from './hints'
import type { SourceShaping } from './weighted-masks'

/**
 * What was painted, laid on the cells of a separation.
 *
 * @param painted sources by their ids, as hints name them; of each component the place of its source there, −1 for none
 */
export function shapePainted(
  painted: {
    readonly sources: readonly string[]
    readonly componentSources: readonly number[]
    readonly hints: readonly Hint[]
  },
  layout: StftLayout,
  sampleRate: number
): SourceShaping & { readonly hints: HintField } {
  const { sources, componentSources, hints } = painted
  return {
    componentSources: Int32Array.from(componentSources),
    sourceCount: sources.length,
    hints: hintField(hints, sources, layout, sampleRate),
    exponent: 1
  }
}
