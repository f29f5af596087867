import { bestGrouping } from '@core/evaluation/best-grouping'
import type { GroupingModel } from '@core/grouping/grouping-model'
import { proposeGroupings } from '@core/grouping/propose-groupings'
import type { GroupingKind } from '@core/grouping/proposal'
import type { GroupingLayout } from '@core/grouping/component-set'
import type { ComponentEnergies } from '@core/separation/component-energies'
import type { Factors } from '@core/separation/factors'
import { finish } from '../../../bench/quality/item'
import { meanSiSdr, type JudgedProducts } from './ownership'

/** How well one mixture is grouped, mean SI-SDR over its sources in dB. */
export interface GroupingScore {
  readonly learned: number
  readonly recipe: number
  /** as the grouping that knows the truth */
  readonly oracle: number
  /** of the learned one */
  readonly confidence: number
}

/** A separation of which the truth is known. */
export interface JudgedSeparation extends JudgedProducts {
  readonly sourceCount: number
  readonly factors: Factors
  readonly energies: ComponentEnergies
  readonly runCount: number
}

/** The app's proposals for a separation of which the number of sources is known, against the truth. */
export function scoreGrouping(
  separation: JudgedSeparation,
  options: { readonly model: GroupingModel; readonly layout: GroupingLayout }
): GroupingScore {
  const { factors, energies, runCount, sourceCount } = separation
  const labels = new Array<null>(factors.rank).fill(null)
  const { proposals } = finish(proposeGroupings({ ...options, factors, energies, runCount, sourceCount, labels }))
  const proposed = (kind: GroupingKind) => proposals.find((proposal) => proposal.kind === kind)!
  return {
    learned: meanSiSdr(separation, proposed('learned').groups),
    recipe: meanSiSdr(separation, proposed('recipe').groups),
    oracle: meanSiSdr(separation, oracleOf(separation)),
    confidence: proposed('learned').confidence
  }
}

function oracleOf({ factors, products, gram, sourceEnergies, sourceCount }: JudgedSeparation): Int32Array {
  const { rank } = factors
  const delayed = Array.from({ length: rank }, (_, k) =>
    Array.from({ length: sourceCount }, (_, j) => Float64Array.of(products[j * rank + k]!))
  )
  return bestGrouping({ componentCount: rank, sourceCount, delayed, gram, sourceEnergies }).labels
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Pearson's coefficient of correlation. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const sum = (of: (i: number) => number): number => a.reduce((total, _, i) => total + of(i), 0)
  const spread = sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2)
  return sum((i) => (a[i]! - meanA) * (b[i]! - meanB)) / Math.sqrt(spread)
}
